package org.serai.engine.openai.session;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A time limit that is renewed with each sign of life. Renewing it costs no timer: one that is due looks whether the limit
 * has moved. Thread-safe.
 */
final class Patience {
    private final ScheduledExecutorService timer;
    private final Runnable lost;
    private @Nullable ScheduledFuture<?> due;
    private long dueAt;
    private long endsAt;
    private boolean over;

    /** @param lost is run, once, when the limit passes; must be quick */
    Patience(ScheduledExecutorService timer, Runnable lost) {
        this.timer = timer;
        this.lost = lost;
    }

    /** Waits for so long from now on. */
    synchronized void renew(Duration limit) {
        endsAt = System.nanoTime() + limit.toNanos();
        boolean early = due == null || endsAt - dueAt < 0;
        if (early && !over) {
            cancelTimer();
            schedule();
        }
    }

    /** Waits no more. */
    synchronized void end() {
        over = true;
        cancelTimer();
    }

    private void schedule() {
        dueAt = endsAt;
        due = timer.schedule(this::look, endsAt - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void cancelTimer() {
        if (due != null) {
            due.cancel(false);
            due = null;
        }
    }

    private void look() {
        synchronized (this) {
            if (over) {
                return;
            }
            if (endsAt - System.nanoTime() > 0) {
                schedule();
                return;
            }
            over = true;
        }
        lost.run();
    }
}
