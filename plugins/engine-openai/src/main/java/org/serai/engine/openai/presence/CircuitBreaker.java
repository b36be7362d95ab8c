package org.serai.engine.openai.presence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.serai.engine.openai.config.ServerSettings;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.engine.openai.http.FailureReader;
import org.serai.error.SeraiException;

/**
 * Leaves a server alone that fails. Closed, it lets everything through. Open, nothing, for a pause that doubles each time.
 * Then the server is looked at: when it is there the breaker is half-open and lets single requests through, until one
 * succeeds or fails. It begins open, with nothing known about the server, and closed once it is found. Thread-safe.
 */
public final class CircuitBreaker {
    /** How much is let through. */
    public enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    /**
     * How it stands.
     *
     * @param failures in a row, since the last success
     * @param pause until the next look, where it is open
     * @param reason the last failure, for people; empty where none is known
     */
    public record Snapshot(State state, int failures, Duration pause, String reason) {}

    private final String server;
    private final ServerSettings.Breaker settings;
    private final InstantSource clock;

    private State state = State.OPEN;
    private int failures;
    private Duration nextPause;
    private Instant until;
    private String reason = "";
    private boolean onTrial;

    public CircuitBreaker(String server, ServerSettings.Breaker settings, InstantSource clock) {
        this.server = server;
        this.settings = settings;
        this.clock = clock;
        this.nextPause = settings.firstPause();
        this.until = clock.instant();
    }

    /**
     * Lets nobody pass while it is open.
     *
     * @throws SeraiException where it is
     */
    public synchronized void requireNotOpen() {
        if (state == State.OPEN) {
            throw new SeraiException(
                    RemoteErrors.HELD_OFF,
                    "Server '" + server + "' is left alone for another " + FailureReader.text(pause())
                            + " because it failed: " + reason);
        }
    }

    /** Whether only single requests may go. */
    public synchronized boolean isHalfOpen() {
        return state == State.HALF_OPEN;
    }

    /** Whether nothing may go. */
    public synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    /**
     * Takes note of a failure of the server.
     *
     * @return true where this opened it
     */
    synchronized boolean failed(SeraiException problem) {
        failures++;
        reason = String.valueOf(problem.getMessage());
        boolean enough = state == State.HALF_OPEN || failures >= settings.failures();
        return enough && state != State.OPEN && open(problem);
    }

    /**
     * Opens it whatever the count is, and makes the pause longer where it is open already.
     *
     * @return true where this opened it
     */
    synchronized boolean open(SeraiException problem) {
        boolean opened = state != State.OPEN;
        onTrial |= opened;
        state = State.OPEN;
        reason = String.valueOf(problem.getMessage());
        until = clock.instant().plus(nextPause);
        Duration doubled = nextPause.multipliedBy(2);
        nextPause = doubled.compareTo(settings.longestPause()) < 0 ? doubled : settings.longestPause();
        return opened;
    }

    /** The server answered a look. */
    synchronized void found() {
        if (state != State.OPEN) {
            return;
        }
        state = State.HALF_OPEN;
        if (!onTrial) {
            succeeded();
        }
    }

    /** The server answered a request. What comes late, while it is open, counts for nothing. */
    synchronized void succeeded() {
        if (state != State.OPEN) {
            state = State.CLOSED;
            onTrial = false;
            failures = 0;
            nextPause = settings.firstPause();
            reason = "";
        }
    }

    public synchronized Snapshot snapshot() {
        return new Snapshot(state, failures, pause(), reason);
    }

    private Duration pause() {
        Duration left = Duration.between(clock.instant(), until);
        return state != State.OPEN || left.isNegative() ? Duration.ZERO : left;
    }
}
