package org.serai.runtime.alias;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time of this machine. */
final class SystemTimekeeper implements Timekeeper, AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    SystemTimekeeper() {
        executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("serai-alias-timer").daemon().factory());
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Timer at(Instant when, Runnable action) {
        long millis =
                Math.max(0, Duration.between(now(), when).plusNanos(999_999).toMillis());
        Future<?> future = executor.schedule(action, millis, TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
