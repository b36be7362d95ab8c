package org.serai.runtime.alias;

import java.time.Instant;

/** The time, and actions at a later time. Thread-safe. */
interface Timekeeper {
    Instant now();

    /** Runs a quick action at an instant, or at once where that is past, in a thread of the timekeeper. */
    Timer at(Instant when, Runnable action);

    /** An action that may still be called off. */
    interface Timer {
        /** Harmless after the action ran. */
        void cancel();
    }
}
