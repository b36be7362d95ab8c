package org.serai.runtime.ledger;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.serai.engine.FinishReason;
import org.serai.engine.Generation;
import org.serai.engine.GenerationResult;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;

/**
 * One piece of work in this process, and all who wait for it. It is looked up first; where nobody has done it or does it,
 * one of those who wait has it done, and the others get that answer too. Where that one leaves (it is cancelled, or its
 * time is over), the next one has it done.
 *
 * <p>What blocks runs in threads of the desk, one step at a time, so the lock guards only who waits and whether it ended.
 */
final class Work {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Desk desk;
    private final EntryKey key;
    private final String hash;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private boolean ended;
    private Duration pause = FIRST_PAUSE;
    private volatile @Nullable String claimId;

    Work(Desk desk, EntryKey key, String hash) {
        this.desk = desk;
        this.key = key;
        this.hash = hash;
    }

    String hash() {
        return hash;
    }

    /** The claim that must be renewed, while there is one. */
    Optional<String> claimId() {
        return Optional.ofNullable(claimId);
    }

    /** Lets somebody wait for it; false where it has ended. */
    synchronized boolean join(Waiter waiter) {
        if (!ended) {
            waiters.add(waiter);
        }
        return !ended;
    }

    /** Whether somebody waits. Where nobody does it ends in the same moment, so that nobody joins what nobody does. */
    private synchronized boolean isWanted() {
        waiters.removeIf(waiter -> !waiter.isWaiting());
        ended = waiters.isEmpty();
        return !ended;
    }

    /** Asks the ledger whether it is done, or whose it is. */
    void look() {
        if (!isWanted()) {
            leave();
            return;
        }
        try {
            switch (desk.books().claim(key)) {
                case Claim.Done done -> replayToAll(read(done.result()));
                case Claim.Granted granted -> {
                    claimId = granted.id();
                    desk.countMiss(granted.takenOver());
                    run();
                }
                case Claim.Busy busy -> lookAgain();
            }
        } catch (RuntimeException e) {
            if (isOutage(e) && desk.books().mayCompute()) {
                desk.countMiss(false);
                run();
            } else {
                end(waiter -> waiter.fail(e));
            }
        }
    }

    private static boolean isOutage(RuntimeException failure) {
        return failure instanceof SeraiException typed && typed.code().equals(LedgerErrors.UNAVAILABLE);
    }

    private void lookAgain() {
        desk.later(pause, this::look);
        Duration next = pause.multipliedBy(2);
        pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }

    private GenerationResult read(String json) {
        try {
            return ResultJson.replay(json);
        } catch (IOException e) {
            throw new SeraiException(
                    LedgerErrors.UNREADABLE_ENTRY,
                    "The stored answer for " + key.source().id() + " cannot be read: " + e.getMessage()
                            + ". Have it computed again with: serai ledger purge --source '"
                            + key.source().id() + "'",
                    e);
        }
    }

    private void replayToAll(GenerationResult answer) {
        end(waiter -> {
            desk.countHit();
            waiter.replay(answer);
        });
    }

    /** Has a model work for the first who still waits. */
    private void run() {
        Waiter chosen = choose();
        if (chosen == null) {
            leave();
            return;
        }
        try {
            Generation generation = chosen.start();
            var _ = generation
                    .result()
                    .whenCompleteAsync((result, failure) -> finish(chosen, result, failure), desk.executor());
        } catch (RuntimeException e) {
            fail(chosen, e);
        }
    }

    /** The first who still waits. Where nobody does it ends in the same moment, so that nobody joins what nobody does. */
    private synchronized @Nullable Waiter choose() {
        Waiter next = waiters.poll();
        while (next != null && !next.choose()) {
            next = waiters.poll();
        }
        ended = next == null;
        return next;
    }

    private void finish(Waiter chosen, @Nullable GenerationResult result, @Nullable Throwable failure) {
        if (result == null) {
            fail(
                    chosen,
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        } else if (result.finishReason() == FinishReason.STOP || result.finishReason() == FinishReason.LENGTH) {
            try {
                store(chosen, result);
            } catch (RuntimeException e) {
                fail(chosen, e);
            }
        } else if (result.finishReason() == FinishReason.LOOP) {
            end(waiter -> waiter.replay(result)); // it would go the same way for them; another delivery may try again
            chosen.succeed(result);
        } else {
            run();
            chosen.succeed(result);
        }
    }

    /** A failure that is the request's own (its deadline) leaves the work to the others; any other one is theirs too. */
    private void fail(Waiter chosen, @Nullable Throwable failure) {
        Throwable problem =
                failure == null ? new IllegalStateException("A generation ended without a result") : failure;
        if (problem instanceof SeraiException typed && isOwn(typed.code().category())) {
            run();
        } else {
            end(waiter -> waiter.fail(problem));
        }
        chosen.fail(problem);
    }

    private static boolean isOwn(ErrorCategory category) {
        return category == ErrorCategory.TIMEOUT || category == ErrorCategory.CANCELLED;
    }

    /** Stores an answer before anybody gets it, under the model that made it: that may be another one than was claimed. */
    private void store(Waiter chosen, GenerationResult made) {
        EntryKey trueKey = key.withModel(made.session().digest());
        String json = ResultJson.write(made);
        String stored = desk.books().complete(trueKey, json);
        if (trueKey.equals(key)) {
            claimId = null; // it is done, and nothing is to be released
        }
        if (stored.equals(json)) {
            replayToAll(ResultJson.replayed(made));
            chosen.succeed(made);
        } else {
            GenerationResult earlier = read(stored);
            replayToAll(earlier);
            chosen.correct(earlier, made);
        }
    }

    /** Ends it: the claim is given up where there still is one, and then all who wait are told. */
    void end(Consumer<Waiter> tell) {
        List<Waiter> told;
        synchronized (this) {
            ended = true;
            told = new ArrayList<>(waiters);
            waiters.clear();
        }
        leave();
        told.forEach(tell);
    }

    private void leave() {
        String held = claimId;
        if (held != null) {
            claimId = null;
            desk.books().release(key, held);
        }
        desk.forget(this);
    }
}
