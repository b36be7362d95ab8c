package org.serai.runtime.alias;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The signs of life that an engine gives through the requests of an alias. Thread-safe. */
final class Vitals {
    private volatile @Nullable Instant token;
    private volatile @Nullable Instant movement;
    private volatile boolean doubtful = true;

    /** Tokens came. */
    void token(Instant now) {
        token = now;
        movement = now;
        doubtful = false;
    }

    /** A request began or ended. */
    void movement(Instant now) {
        movement = now;
    }

    /** Something happened that could mean that the engine does not work (any more). */
    void doubt() {
        doubtful = true;
    }

    @Nullable
    Instant token() {
        return token;
    }

    @Nullable
    Instant movement() {
        return movement;
    }

    boolean isDoubtful() {
        return doubtful;
    }
}
