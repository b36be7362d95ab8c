package org.serai.delivery;

import java.util.Optional;
import java.util.Set;

/**
 * Tells connectors how much work a route can begin, by the aliases that it asks. An OSGi service of the runtime;
 * thread-safe.
 */
public interface RouteCapacity {
    /**
     * The aliases that a running route asks, in its own steps and in those of the routes that it calls. What a route
     * decides while it works is not known before.
     */
    Set<String> aliases(String route);

    /**
     * How much more work the route can begin now. Quick enough to be asked at every turn of a loop.
     *
     * @param inWork how much of the caller's work is under way: what began a moment ago may not have reached its alias
     *     yet, so it gets no more in work than there are slots
     * @return of several aliases the one with the least room counts, because a piece of work may need any of them; empty
     *     where the route asks no alias
     */
    Optional<Room> room(String route, int inWork);

    /**
     * Room for work.
     *
     * @param more how much more may begin, 0 or more
     * @param reason why there will be none; empty where there is some, or where only what is under way takes it
     */
    record Room(int more, String reason) {
        /**
         * Room up to a fixed number.
         *
         * @param inWork how much is under way
         */
        public static Room upTo(int most, int inWork) {
            return new Room(Math.max(0, most - inWork), "");
        }
    }
}
