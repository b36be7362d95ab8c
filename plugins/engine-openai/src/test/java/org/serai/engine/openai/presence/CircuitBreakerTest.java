package org.serai.engine.openai.presence;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serai.engine.openai.config.ServerSettings;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.engine.openai.presence.CircuitBreaker.State;
import org.serai.error.SeraiException;

class CircuitBreakerTest {

    private final SeraiException problem = new SeraiException(RemoteErrors.UNAVAILABLE, "It is gone");
    private Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;
    private final CircuitBreaker breaker = new CircuitBreaker(
            "peer", new ServerSettings.Breaker(3, Duration.ofSeconds(1), Duration.ofSeconds(3)), clock);

    @BeforeEach
    void find() {
        breaker.found();
    }

    @Test
    void isClosedOnceTheServerIsFound() {
        assertEquals(State.CLOSED, breaker.snapshot().state());
        assertDoesNotThrow(breaker::requireNotOpen);
    }

    @Test
    void countsFailuresInARow() {
        assertFalse(breaker.failed(problem));
        assertFalse(breaker.failed(problem));
        breaker.succeeded();
        assertFalse(breaker.failed(problem));
        assertFalse(breaker.failed(problem));

        assertTrue(breaker.failed(problem));

        assertEquals(State.OPEN, breaker.snapshot().state());
        SeraiException refusal = assertThrows(SeraiException.class, breaker::requireNotOpen);
        assertEquals(RemoteErrors.HELD_OFF, refusal.code());
        assertTrue(String.valueOf(refusal.getMessage()).contains("It is gone"), refusal.getMessage());
    }

    @Test
    void opensOnce() {
        assertTrue(breaker.open(problem));
        assertFalse(breaker.open(problem));
        assertFalse(breaker.failed(problem));
    }

    @Test
    void triesOneAndOpensAgainForLonger() {
        breaker.open(problem);
        assertEquals(Duration.ofSeconds(1), breaker.snapshot().pause());
        now = now.plusSeconds(1);
        assertEquals(Duration.ZERO, breaker.snapshot().pause());

        breaker.found();
        assertTrue(breaker.isHalfOpen());
        assertTrue(breaker.failed(problem));
        assertEquals(Duration.ofSeconds(2), breaker.snapshot().pause());

        breaker.found();
        assertTrue(breaker.failed(problem));
        assertEquals(Duration.ofSeconds(3), breaker.snapshot().pause(), "The longest pause");
    }

    @Test
    void closesWithTheFirstSuccessAndForgets() {
        breaker.open(problem);
        breaker.found();

        breaker.succeeded();

        assertEquals(State.CLOSED, breaker.snapshot().state());
        assertEquals("", breaker.snapshot().reason());
        breaker.open(problem);
        assertEquals(Duration.ofSeconds(1), breaker.snapshot().pause());
    }

    @Test
    void isNotClosedByWhatComesLate() {
        breaker.open(problem);

        breaker.succeeded();

        assertTrue(breaker.isOpen());
    }
}
