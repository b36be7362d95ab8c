package org.serai.engine.openai.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void readsSecondsAndDates() {
        assertEquals(Optional.of(Duration.ofSeconds(7)), RetryAfter.read(" 7 ", NOW));
        assertEquals(Optional.of(Duration.ofSeconds(30)), RetryAfter.read("Sun, 22 Nov 2026 10:00:30 GMT", NOW));
        assertEquals(Optional.of(Duration.ZERO), RetryAfter.read("Sun, 22 Nov 2026 09:00:00 GMT", NOW));
    }

    @Test
    void knowsNothingWhereNothingIsSaid() {
        assertEquals(Optional.empty(), RetryAfter.read("soon", NOW));
        assertEquals(Optional.empty(), RetryAfter.read("-1", NOW));
        assertEquals(Optional.empty(), RetryAfter.read("99999999999999999999", NOW));
    }
}
