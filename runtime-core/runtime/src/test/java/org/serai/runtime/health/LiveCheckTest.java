package org.serai.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.serai.runtime.alias.AliasFixture;

/** Liveness: a timer and an executor that do their work, or do not. */
class LiveCheckTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final AliasFixture fixture = new AliasFixture();

    @Test
    void livesWhileRequestsAreHandedOut() throws InterruptedException {
        fixture.ready();
        AtomicBoolean done = new AtomicBoolean();
        Thread worker = Thread.startVirtualThread(() -> {
            while (!done.get()) {
                fixture.time.pass(Duration.ZERO);
                fixture.settle();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        });
        assertEquals(
                Result.Status.OK,
                new LiveCheck(() -> false, fixture.manager, LONG).execute().getStatus());
        done.set(true);
        worker.join();
    }

    @Test
    void doesNotLiveWhereNothingIsHandedOut() {
        Result result = new LiveCheck(() -> false, fixture.manager, SHORT).execute();
        assertEquals(Result.Status.CRITICAL, result.getStatus());
        assertTrue(result.toString().contains("did nothing for 50 ms"), result.toString());
    }

    @Test
    void doesNotLiveWhileTheContainerStops() {
        assertEquals(
                Result.Status.CRITICAL,
                new LiveCheck(() -> true, fixture.manager, LONG).execute().getStatus());
    }
}
