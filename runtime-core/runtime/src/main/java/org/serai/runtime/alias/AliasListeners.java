package org.serai.runtime.alias;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.serai.alias.AliasService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears of changes of aliases and of the ends of their requests. One that fails hurts nobody. Thread-safe. */
final class AliasListeners {
    private static final Logger LOG = LoggerFactory.getLogger(AliasListeners.class);

    private final List<AliasService.Listener> ofAliases = new CopyOnWriteArrayList<>();
    private final List<RequestListener> ofRequests = new CopyOnWriteArrayList<>();

    void add(AliasService.Listener listener) {
        ofAliases.add(listener);
    }

    void remove(AliasService.Listener listener) {
        ofAliases.remove(listener);
    }

    void add(RequestListener listener) {
        ofRequests.add(listener);
    }

    void remove(RequestListener listener) {
        ofRequests.remove(listener);
    }

    /** An alias came, changed or went. */
    void changed() {
        for (AliasService.Listener listener : ofAliases) {
            try {
                listener.aliasesChanged();
            } catch (RuntimeException e) {
                LOG.error("A listener of aliases failed", e);
            }
        }
    }

    /** A request ended. */
    void ended(RequestListener.Ended request) {
        for (RequestListener listener : ofRequests) {
            try {
                listener.ended(request);
            } catch (RuntimeException e) {
                LOG.error("A listener of requests failed", e);
            }
        }
    }
}
