package org.serai.runtime.alias;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerationResult;
import org.serai.engine.SessionInfo;
import org.serai.error.SeraiException;

/**
 * What the parts of a {@link Dispatcher} share. Everything but what is final and thread-safe by itself is guarded by
 * {@link #lock}; methods that say nothing else are called with it.
 */
final class DispatchState {
    final ReentrantLock lock = new ReentrantLock();
    final Timekeeper time;
    final Executor executor;
    final DispatchProblems problems;
    final Vitals vitals = new Vitals();
    final Workload work;
    final AdmissionQueue queue;
    final Sessions sessions;

    /** Why nothing is admitted; null where it is. */
    @Nullable
    Supplier<SeraiException> refusal;

    /** True where what is admitted is the last. */
    boolean draining;

    /** What is done once nothing runs, where somebody waits for that. */
    private @Nullable Runnable whenIdle;

    private final Consumer<Ticket> starter;

    /**
     * @param executor runs completions and closes sessions; never in the calling thread
     * @param starter hands a claimed ticket to its session; called without the lock
     */
    DispatchState(String alias, Timekeeper time, Executor executor, Consumer<Ticket> starter) {
        this.time = time;
        this.executor = executor;
        this.starter = starter;
        this.problems = new DispatchProblems(alias);
        this.work = new Workload(alias, problems);
        this.queue = work.queue;
        this.sessions = work.sessions;
    }

    /** Takes from the queue what the session has slots for. The caller starts the tickets after it released the lock. */
    List<Ticket> claim() {
        Instant now = time.now();
        List<Ticket> claimed = work.claim(now);
        if (!claimed.isEmpty()) {
            vitals.movement(now);
        }
        return claimed;
    }

    /** Hands claimed tickets to their sessions. Called without the lock. */
    void startLater(List<Ticket> claimed) {
        claimed.forEach(ticket -> executor.execute(() -> starter.accept(ticket)));
    }

    /** Ends a ticket's life here; the caller completes its result. */
    void finish(Ticket ticket) {
        work.leave(ticket, time.now());
        ticket.stage = Ticket.Stage.DONE;
        if (ticket.deadlineTimer != null) {
            ticket.deadlineTimer.cancel();
        }
    }

    /** Keeps what waits from starting, and says when nothing runs any more. */
    void hold(Runnable idle) {
        work.hold(true);
        whenIdle = idle;
        retireIdle();
    }

    /** Lets what waits start again; the caller claims it. */
    void letGo() {
        work.hold(false);
        whenIdle = null;
    }

    /** Closes retired sessions that have nothing to do any more, and the current one at the end of a drain. */
    void retireIdle() {
        LoadedModel current = sessions.current();
        if (draining && current != null && queue.isEmpty() && current.working.isEmpty()) {
            sessions.retireCurrent();
        }
        sessions.takeIdle().forEach(model -> executor.execute(model::close));
        if (whenIdle != null && sessions.running() == 0) {
            executor.execute(whenIdle);
            whenIdle = null;
        }
    }

    /** What serves. */
    Optional<SessionInfo> sessionInfo() {
        return Optional.ofNullable(sessions.current()).map(LoadedModel::info);
    }

    /** Ends a ticket that was cancelled before a session worked on it. */
    void cancelled(Ticket ticket) {
        GenerationResult result = ticket.cancelledBeforeStart(sessionInfo(), time.now());
        finish(ticket);
        succeed(ticket, result);
    }

    /** Completes a ticket that is finished. Called with or without the lock. */
    void succeed(Ticket ticket, GenerationResult result) {
        executor.execute(() -> ticket.succeed(result, time.now()));
    }

    /** Completes a ticket that is finished. Called with or without the lock. */
    void fail(Ticket ticket, Throwable problem) {
        executor.execute(() -> ticket.fail(problem, time.now()));
    }
}
