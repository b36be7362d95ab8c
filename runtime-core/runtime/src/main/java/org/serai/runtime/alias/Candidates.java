package org.serai.runtime.alias;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.serai.engine.Residency;
import org.serai.engine.SessionOptions;

/**
 * Orders what could run a model: each engine of the alias's order on each device of its order, less what is held off. Where
 * the alias names no devices, the engine chooses among all, less those on which it is held off.
 */
final class Candidates {
    private final Engines engines;
    private final Devices devices;

    Candidates(Engines engines, Devices devices) {
        this.engines = engines;
        this.devices = devices;
    }

    /**
     * What could run a model.
     *
     * @param usable best first
     * @param reasons why others cannot be used
     * @param missing true where an engine that the alias wants is not there, or none is, or a device went that may come back
     * @param held true where an engine is held off, and so could be used later
     */
    record Choice(List<Candidate> usable, List<String> reasons, boolean missing, boolean held) {}

    /** @param instead what serves: only what the order prefers to it is taken; null to take all */
    Choice choose(AliasSettings.Load load, HoldOffs holdOffs, @Nullable LoadedModel instead) {
        Engines.Selection selection = engines.select(load.engines());
        List<String> reasons = new ArrayList<>();
        selection.missing().forEach(name -> reasons.add(engines.missing(name)));
        List<Candidate> usable = new ArrayList<>();
        boolean held = false;
        for (EngineEntry engine : selection.present()) {
            if (engine.remote() && load.residency() == Residency.LOCAL_ONLY) {
                reasons.add("engine '" + engine.name() + "' is on a server, and the work must stay on this machine");
                continue;
            }
            for (Candidate candidate : onDevices(engine, load.options(), holdOffs)) {
                if (instead != null && candidate.isServing(instead)) {
                    return new Choice(usable, reasons, false, held);
                }
                var objection = holdOffs.objection(engine.name(), candidate.device());
                held |= objection.isPresent();
                objection.ifPresentOrElse(reasons::add, () -> usable.add(candidate));
            }
        }
        boolean missing = !selection.missing().isEmpty() || selection.present().isEmpty() || devices.isAnyGone();
        return new Choice(usable, reasons, missing, held);
    }

    /** True where what is to be loaded can come to no server. */
    boolean areLocal(AliasSettings.Load load) {
        return load.residency() == Residency.LOCAL_ONLY || engines.areLocal(load.engines());
    }

    private List<Candidate> onDevices(EngineEntry engine, SessionOptions options, HoldOffs holdOffs) {
        if (!options.devices().isEmpty() && !engine.remote()) {
            return options.devices().stream()
                    .map(device -> new Candidate(engine, device, options.withDevices(List.of(device))))
                    .toList();
        }
        Set<String> held = holdOffs.devices(engine.name());
        List<String> others =
                devices.names().stream().filter(name -> !held.contains(name)).toList();
        if (held.isEmpty() || !devices.names().stream().anyMatch(held::contains)) {
            String server = held.stream().findFirst().orElse("");
            return List.of(new Candidate(engine, server, options));
        }
        return others.isEmpty()
                ? List.of(new Candidate(engine, held.iterator().next(), options))
                : List.of(new Candidate(engine, "", options.withDevices(others)));
    }
}
