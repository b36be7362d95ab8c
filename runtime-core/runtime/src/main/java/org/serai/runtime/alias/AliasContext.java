package org.serai.runtime.alias;

import java.util.concurrent.Executor;
import org.serai.error.SeraiException;

/**
 * What all aliases share.
 *
 * @param loader loads models
 * @param candidates orders engines and devices
 * @param engines those that are there
 * @param devices those that are there
 * @param versions remembers what took effect
 * @param time tells the time
 * @param loading runs loads, in threads of its own
 * @param executor runs completions and closes sessions, in threads of its own
 * @param ends hears of the end of each request
 * @param changed is told after each change; must not block
 * @param evidence says whether a model was compared well enough in the shadow
 */
record AliasContext(
        ModelLoader loader,
        Candidates candidates,
        Engines engines,
        Devices devices,
        VersionBook versions,
        Timekeeper time,
        Executor loading,
        Executor executor,
        RequestListener ends,
        Runnable changed,
        Evidence evidence) {
    /** Says whether a model was compared well enough in the shadow. */
    @FunctionalInterface
    interface Evidence {
        /**
         * Returns where it was.
         *
         * @throws SeraiException where it was not, with the figures
         */
        void require(String alias, AliasSettings settings);
    }
}
