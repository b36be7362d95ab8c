package org.serai.connector.kafka.consumer;

/**
 * How it stands with the attempts to work on a record. It lives outside this process, too, in the metadata of the group's
 * committed offsets: the consumer commits it before the work on a record begins, so that an attempt which ends with the
 * process counts, here and on whatever instance gets the partition next.
 *
 * @param attempts that began, the one under way included
 * @param crashes how many of them never ended
 * @param underWay true between the begin and the end of an attempt
 */
record AttemptState(int attempts, int crashes, boolean underWay) {
    static final AttemptState NEW = new AttemptState(0, 0, false);

    /** The first attempt is under way. Most records that have a state have this one. */
    static final AttemptState FIRST = new AttemptState(1, 0, true);

    /** An attempt is about to begin. */
    AttemptState begun() {
        return attempts == 0 && crashes == 0 ? FIRST : new AttemptState(attempts + 1, crashes, true);
    }

    /** The attempt ended with a failure; it stays counted. */
    AttemptState ended() {
        return new AttemptState(attempts, crashes, false);
    }

    /** The attempt is taken back: the record was not touched, or is not to blame. */
    AttemptState withdrawn() {
        return new AttemptState(attempts - 1, crashes, false);
    }

    /** One for this and another record, which counts neither too often. */
    AttemptState orLess(AttemptState other) {
        return new AttemptState(
                Math.min(attempts, other.attempts), Math.min(crashes, other.crashes), underWay || other.underWay);
    }

    boolean isNew() {
        return attempts == 0;
    }

    /** As the next process finds it: what was under way ended with the process. */
    AttemptState found() {
        return underWay ? new AttemptState(attempts, crashes + 1, false) : this;
    }
}
