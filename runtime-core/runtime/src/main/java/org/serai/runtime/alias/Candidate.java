package org.serai.runtime.alias;

import org.serai.engine.SessionOptions;

/**
 * An engine that could run a model, and on which device.
 *
 * @param device the only one that the options name; empty where the engine chooses
 * @param options how the engine would load the model
 */
record Candidate(EngineEntry engine, String device, SessionOptions options) {
    /** True where this is how a model is loaded. */
    boolean isServing(LoadedModel model) {
        return engine.equals(model.engine())
                && (device.isEmpty() || device.equals(model.info().device()));
    }

    @Override
    public String toString() {
        return "engine '" + engine.name() + "'" + (device.isEmpty() ? "" : " on device '" + device + "'");
    }
}
