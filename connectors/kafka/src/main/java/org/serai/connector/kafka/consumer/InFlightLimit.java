package org.serai.connector.kafka.consumer;

/** How much work a consumer may begin. Asked at every turn of the loop, so it must be quick. */
@FunctionalInterface
interface InFlightLimit {
    /**
     * How much may begin now.
     *
     * @param inFlight how much is under way
     */
    Room room(int inFlight);

    /**
     * Room for work.
     *
     * @param free how much more may begin
     * @param reason why it is none; empty where it is some, or where only what is under way takes the room
     */
    record Room(int free, String reason) {}

    /** A fixed number. */
    static InFlightLimit fixed(int most) {
        return inFlight -> new Room(Math.max(0, most - inFlight), "");
    }
}
