package org.serai.connector.kafka;

/**
 * How it stands with the attempts to work on a record.
 *
 * @param attempts that began, the one under way included
 * @param crashes how many of them never ended
 * @param underWay true between the begin and the end of an attempt
 */
record AttemptState(int attempts, int crashes, boolean underWay) {
    static final AttemptState NEW = new AttemptState(0, 0, false);

    /** The first attempt is under way. Most records that have a state have this one. */
    static final AttemptState FIRST = NEW.begun();

    AttemptState begun() {
        return new AttemptState(attempts + 1, crashes, true);
    }

    AttemptState ended() {
        return new AttemptState(attempts, crashes, false);
    }

    AttemptState withdrawn() {
        return new AttemptState(attempts - 1, crashes, false);
    }

    /** One for this and another record, which counts neither too often. */
    AttemptState orLess(AttemptState other) {
        return new AttemptState(
                Math.min(attempts, other.attempts), Math.min(crashes, other.crashes), underWay || other.underWay);
    }

    /** As the next process finds it: what was under way ended with the process. */
    AttemptState found() {
        return underWay ? new AttemptState(attempts, crashes + 1, false) : this;
    }
}
