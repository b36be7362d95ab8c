package org.serai.runtime.alias;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The two clocks of an alias that has no model: when it stops letting requests wait, and when it tries again. Guarded by the
 * lock of its {@link ModelExchange}.
 */
final class Patience {
    private final Timekeeper time;
    private Timekeeper.@Nullable Timer end;
    private Timekeeper.@Nullable Timer retry;
    private int attempts;

    Patience(Timekeeper time) {
        this.time = time;
    }

    /** Begins to wait, where it does not wait yet. */
    void begin(Duration most, Runnable lost) {
        if (end == null) {
            end = time.at(time.now().plus(most), lost);
        }
    }

    /** True where the end that was set is still meant. */
    boolean takeEnd() {
        boolean meant = end != null;
        end = null;
        return meant;
    }

    /** Tries again after a pause that doubles each time. */
    void retry(Runnable action) {
        retryAfter(HoldOffs.pause(attempts++), action);
    }

    /** Tries again after a pause. */
    void retryAfter(Duration pause, Runnable action) {
        if (retry != null) {
            retry.cancel();
        }
        retry = time.at(time.now().plus(pause), action);
    }

    /** Somebody tries: nothing is to be done at a later time. */
    void calmDown() {
        if (end != null) {
            end.cancel();
            end = null;
        }
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    /** All is well: pauses begin anew. */
    void reset() {
        calmDown();
        attempts = 0;
    }
}
