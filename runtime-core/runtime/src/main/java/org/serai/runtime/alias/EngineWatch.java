package org.serai.runtime.alias;

import org.serai.engine.GenerateRequest;

/** Hears how the sessions of an alias do. Is called without the dispatcher's lock, from many threads; must be quick. */
interface EngineWatch {
    /** A watch that looks away. */
    EngineWatch NONE = new EngineWatch() {
        @Override
        public void worked(LoadedModel model) {}

        @Override
        public void failed(LoadedModel model, GenerateRequest request, Throwable problem) {}
    };

    /** A session answered a request. */
    void worked(LoadedModel model);

    /** A session failed to answer a request for a reason of its own; the request is begun again after this returns. */
    void failed(LoadedModel model, GenerateRequest request, Throwable problem);
}
