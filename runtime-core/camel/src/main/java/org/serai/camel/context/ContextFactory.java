package org.serai.camel.context;

import java.util.Set;

/** Makes Camel contexts that find the components, languages, data formats and converters of whoever offers them. Thread-safe. */
public interface ContextFactory {
    /** A context in which routes run; not started yet. The caller closes it. */
    ManagedContext live(String name);

    /** A context in which routes are only tried, never started. The caller closes it. */
    ManagedContext trial();

    /** The names of all components that can be had at the moment, sorted. */
    Set<String> componentNames();

    /** Asks to be told what comes and goes, until the returned handle is closed. */
    Subscription subscribe(Listener listener);

    /** Hears what comes and goes. */
    interface Listener {
        /** Something came that routes may have waited for. Must not block. */
        void gained();

        /**
         * A supplier goes. It is still there during the call, so that routes can end what they do with it; after the call
         * nothing of it may be in use.
         */
        void lost(long supplier);
    }

    /** Ends a subscription. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
