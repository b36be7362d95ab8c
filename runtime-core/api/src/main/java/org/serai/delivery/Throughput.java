package org.serai.delivery;

import java.time.Duration;
import java.util.Optional;

/** Tells how much work comes to routes. An OSGi service (whiteboard) of a connector; thread-safe. */
public interface Throughput {
    /**
     * What came to a route lately. May take as long as it takes to ask where the work comes from.
     *
     * @return empty where the route takes nothing from this connector, or nothing is known of it
     */
    Optional<Arrival> arrival(String route);

    /**
     * Work that came.
     *
     * @param source where it comes from, such as {@code topic orders}
     * @param perSecond pieces that came in a second, on average; the part of this instance where several share the source
     * @param window over which that was counted
     * @param waiting pieces that wait to be worked on, in the same part
     */
    record Arrival(String source, double perSecond, Duration window, long waiting) {}
}
