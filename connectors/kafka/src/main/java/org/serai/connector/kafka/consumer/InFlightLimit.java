package org.serai.connector.kafka.consumer;

import org.serai.delivery.RouteCapacity.Room;

/** How much work a consumer may begin. Asked at every turn of the loop, so it must be quick. */
@FunctionalInterface
interface InFlightLimit {
    /**
     * How much may begin now.
     *
     * @param inFlight how much is under way
     */
    Room room(int inFlight);

    /** A fixed number. */
    static InFlightLimit fixed(int most) {
        return inFlight -> Room.upTo(most, inFlight);
    }
}
