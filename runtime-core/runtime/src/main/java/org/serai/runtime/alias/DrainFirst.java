package org.serai.runtime.alias;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;

/**
 * An exchange where memory does not hold both models: arriving work waits, the old model finishes what it has, bounded, and is
 * closed before the new one is loaded. Guarded by the lock of its {@link ExchangeState}.
 */
final class DrainFirst {
    private final ExchangeState state;
    private final Runnable load;
    private Timekeeper.@Nullable Timer end;

    /** @param load loads what is wanted; called in a thread that may wait, without the lock */
    DrainFirst(ExchangeState state, Runnable load) {
        this.state = state;
        this.load = load;
    }

    /** Whether an attempt has to wait for the old model to go. */
    boolean isDue(Attempt attempt) {
        return attempt.target().settings().exchange().drainFirst()
                && attempt.instead() == null
                && state.serving().isPresent();
    }

    /** Lets the old model finish; the load goes on when it has, or not at all. */
    void begin(Goal target) {
        Duration most = target.settings().exchange().drainWait();
        state.stage = "letting the old model finish what it has";
        Timekeeper time = state.context.time();
        end = time.at(time.now().plus(most), () -> abandon(most));
        state.dispatcher.exchange().hold(() -> state.context.loading().execute(this::drained));
    }

    /** The alias goes: what waits for the new model does not wait for it any more. */
    void stop() {
        if (end != null) {
            takeEnd();
            state.dispatcher.exchange().letGo();
        }
    }

    private void takeEnd() {
        Objects.requireNonNull(end).cancel();
        end = null;
    }

    /** Nothing runs any more: the old model makes room for the new one. */
    private void drained() {
        LoadedModel old;
        state.lock.lock();
        try {
            if (end == null) {
                return; // abandoned meanwhile
            }
            takeEnd();
            old = state.dispatcher.exchange().takeIdle(true);
            state.closedFirst = old != null;
        } finally {
            state.lock.unlock();
        }
        if (old != null) {
            old.close();
        }
        load.run();
    }

    private void abandon(Duration waited) {
        boolean retry;
        state.lock.lock();
        try {
            if (end == null) {
                return;
            }
            end = null;
            state.dispatcher.exchange().letGo();
            state.stays(new SeraiException(
                    SwapErrors.DRAIN_TIMEOUT,
                    "The old model of alias '" + state.name + "' still works on requests after " + waited.toSeconds()
                            + " s; raise drainSeconds, or exchange it at a quieter time"));
            state.reload = false;
            retry = state.again;
            if (!retry) {
                state.rest();
            }
        } finally {
            state.lock.unlock();
        }
        if (retry) {
            state.context.loading().execute(load);
        }
        state.context.changed().run();
    }
}
