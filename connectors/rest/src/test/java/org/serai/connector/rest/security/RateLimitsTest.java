package org.serai.connector.rest.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.serai.connector.rest.http.Caller;
import org.serai.connector.rest.http.Role;
import org.serai.error.OverloadException;

class RateLimitsTest {
    private static final Caller WEB = new Caller("web", Role.USE);
    private static final Caller OTHER = new Caller("other", Role.USE);

    private final AtomicLong now = new AtomicLong();

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static Duration wait(Runnable refused) {
        return assertThrows(OverloadException.class, refused::run).retryAfter();
    }

    @Test
    void allowsABurstAndThenTheRate() {
        RateLimits limits = new RateLimits(60, 0, now::get);
        for (int i = 0; i < 60; i++) {
            assertEquals(59 - i, limits.takeRequest(WEB).left());
        }
        assertEquals(Duration.ofSeconds(1), wait(() -> limits.takeRequest(WEB)));
        limits.takeRequest(OTHER);
        pass(Duration.ofMillis(999));
        assertEquals(1, wait(() -> limits.takeRequest(WEB)).toMillis());
        pass(Duration.ofMillis(2));
        limits.takeRequest(WEB);
        wait(() -> limits.takeRequest(WEB));
        pass(Duration.ofHours(5));
        assertEquals(59, limits.takeRequest(WEB).left());
    }

    @Test
    void letsAnAnswerTakeMoreTokensThanAreLeftAndWaitsForThem() {
        RateLimits limits = new RateLimits(0, 600, now::get);
        limits.requireTokens(WEB);
        limits.useTokens(WEB, 650);
        assertEquals(Duration.ofMillis(5_100), wait(() -> limits.requireTokens(WEB)));
        limits.requireTokens(OTHER);
        pass(Duration.ofMillis(5_100));
        limits.requireTokens(WEB);
    }

    @Test
    void holdsNobodyWhereThereIsNoLimit() {
        RateLimits limits = new RateLimits(0, 0, now::get);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(0, limits.takeRequest(WEB).limit());
            limits.useTokens(WEB, 1_000_000);
            limits.requireTokens(WEB);
        }
    }
}
