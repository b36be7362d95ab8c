package org.serai.delivery;

import java.util.Optional;

/**
 * What a connector delivered to a route: the property {@link ExchangeProperties#DELIVERED} of the exchange, which its copies
 * share. Texts are made when they are asked for: many routes never ask. Thread-safe.
 */
public interface Delivered {
    /** Names the delivery: {@link org.serai.engine.Source#id()}. Empty where it has no name by which it could come again. */
    Optional<String> sourceId();

    /** {@code sha256:…} of what was delivered: {@link org.serai.engine.Source#contentDigest()}. */
    String contentDigest();

    /** By which the work is stopped where nobody wants its result any more; empty where that never happens. */
    Optional<Cancellation> cancellation();

    /**
     * A delivery of which everything is known.
     *
     * @see Delivered for the parts
     */
    record Known(Optional<String> sourceId, String contentDigest, Optional<Cancellation> cancellation)
            implements Delivered {}
}
