package org.serai.runtime.alias;

import java.util.Map;
import org.serai.device.Device;
import org.serai.engine.InferenceEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes which engines and devices the service registry has, and tells every alias what comes and goes. Thread-safe. */
final class Backends {
    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

    private final Engines engines;
    private final Devices devices;
    private final AliasTable aliases;

    Backends(Engines engines, Devices devices, AliasTable aliases) {
        this.engines = engines;
        this.devices = devices;
        this.aliases = aliases;
    }

    void add(InferenceEngine engine, Map<String, ?> properties) {
        if (!(properties.get(InferenceEngine.NAME) instanceof String engineName)) {
            LOG.warn("The engine {} is left out: it has no service property {}", engine, InferenceEngine.NAME);
            return;
        }
        int ranking = properties.get("service.ranking") instanceof Integer value ? value : 0;
        long id = properties.get("service.id") instanceof Long value ? value : 0;
        boolean remote = Boolean.TRUE.equals(properties.get(InferenceEngine.REMOTE));
        EngineEntry entry = new EngineEntry(engineName, ranking, id, remote, engine);
        engines.add(entry);
        aliases.each(alias -> alias.engineCame(entry));
    }

    /** When this returns, none of the engine's sessions is open any more. */
    void remove(InferenceEngine engine) {
        engines.remove(engine).ifPresent(entry -> aliases.each(alias -> alias.engineWent(entry)));
    }

    void add(Device device) {
        String name = device.info().name();
        devices.add(name);
        aliases.each(alias -> alias.deviceCame(name));
    }

    /** When this returns, no session on the device is open any more. */
    void remove(Device device) {
        String name = device.info().name();
        devices.remove(name);
        if (devices.isGone(name)) {
            aliases.each(alias -> alias.deviceWent(name));
        }
    }
}
