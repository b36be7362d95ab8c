package org.serai.runtime.alias;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the model of an alias is to be exchanged.
 *
 * @param model the new model; empty to keep the one that is configured
 * @param engines the new order of engines; empty to keep it
 * @param devices the new order of devices; empty to keep it
 * @param drainFirst true to close the old model before the new one is loaded
 * @param requireShadow true to insist that the new model was compared in the shadow
 */
public record SwapOrder(
        Optional<String> model, List<String> engines, List<String> devices, boolean drainFirst, boolean requireShadow) {
    public SwapOrder {
        engines = List.copyOf(engines);
        devices = List.copyOf(devices);
    }

    /** The values of the configuration that change, by key. */
    Map<String, String> changes() {
        Map<String, String> changes = new LinkedHashMap<>();
        model.ifPresent(name -> changes.put("model", name));
        if (!engines.isEmpty()) {
            changes.put("engines", String.join(",", engines));
        }
        if (!devices.isEmpty()) {
            changes.put("devices", String.join(",", devices));
        }
        return changes;
    }
}
