package org.serai.runtime.alias;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.error.SeraiException;

/** Lets requests in, as far as there is room, and out again where they give up waiting. Thread-safe. */
final class Admission {
    private final DispatchState state;
    private final Function<Ticket, @Nullable RuntimeException> starter;
    private final LongAdder refused = new LongAdder();
    private long numbers;

    /** @param starter hands a claimed ticket to its session at once, and gives back why that refused it */
    Admission(DispatchState state, Function<Ticket, @Nullable RuntimeException> starter) {
        this.state = state;
        this.starter = starter;
    }

    /** Requests that were not admitted. */
    long refused() {
        return refused.sum();
    }

    /**
     * Admits a request, and begins with it at once where a slot is idle. Counts the tokens of its prompt first, in the
     * calling thread.
     *
     * @param stream hears of the answer
     * @param ends hears of the end, or of the refusal
     */
    Generation submit(GenerateRequest request, ChunkStream stream, RequestListener ends) {
        Instant accepted = state.time.now();
        Ticket ticket;
        List<Ticket> claimed;
        try {
            Weight weight = weigh(request, accepted);
            state.lock.lock();
            try {
                ticket = new Ticket(this::cancel, request, weight, stream, ends, accepted, numbers++);
                admit(ticket);
                claimed = state.claim();
            } finally {
                state.lock.unlock();
            }
        } catch (RuntimeException e) {
            refused.increment();
            ends.ended(new RequestListener.Ended(request, Duration.between(accepted, state.time.now()), null, e));
            throw e;
        }
        boolean mine = claimed.contains(ticket);
        state.startLater(claimed.stream().filter(next -> next != ticket).toList());
        RuntimeException problem = mine ? starter.apply(ticket) : null;
        if (problem != null) {
            throw problem;
        }
        return ticket;
    }

    private Weight weigh(GenerateRequest request, Instant now) {
        LoadedModel model;
        state.lock.lock();
        try {
            requireOpen();
            requireInTime(request, now, now);
            model = state.sessions.current();
        } finally {
            state.lock.unlock();
        }
        if (model == null) {
            return Weight.estimated(request);
        }
        try {
            return model.weigh(request);
        } catch (RuntimeException e) {
            if (isLeaving(model) || EngineFailures.isEngines(e)) {
                return Weight.estimated(request);
            }
            throw e;
        }
    }

    /** A session that was exchanged, or whose engine went, may be closed while it counts. */
    private boolean isLeaving(LoadedModel model) {
        state.lock.lock();
        try {
            return model.lost || model != state.sessions.current();
        } finally {
            state.lock.unlock();
        }
    }

    private void requireOpen() {
        if (state.refusal != null) {
            throw state.refusal.get();
        }
    }

    private void requireInTime(GenerateRequest request, Instant accepted, Instant now) {
        if (Ticket.hasExpired(request, now)) {
            throw state.problems.expired(Duration.between(accepted, now), state.queue.size());
        }
    }

    private void admit(Ticket ticket) {
        Instant now = state.time.now();
        requireOpen();
        requireInTime(ticket.request(), ticket.accepted(), now);
        state.work.requireRoom(ticket, now);
        state.queue.add(ticket);
        Instant deadline = ticket.request().deadline();
        if (deadline != null) {
            ticket.deadlineTimer = state.time.at(deadline, () -> expire(ticket));
        }
    }

    /** Cancels a ticket: its place in the queue is free at once, its slot within a token. */
    private void cancel(Ticket ticket) {
        Generation running = null;
        state.lock.lock();
        try {
            if (ticket.stage == Ticket.Stage.DONE) {
                return;
            }
            ticket.cancelRequested = true;
            if (state.queue.remove(ticket)) {
                state.cancelled(ticket);
                state.retireIdle();
            } else {
                running = ticket.generation;
            }
        } finally {
            state.lock.unlock();
        }
        if (running != null) {
            running.cancel();
        }
    }

    private void expire(Ticket ticket) {
        state.lock.lock();
        try {
            if (!state.queue.remove(ticket)) {
                return; // the session has it, and heeds the deadline itself
            }
            state.finish(ticket);
            state.retireIdle();
            state.fail(ticket, expired(ticket));
        } finally {
            state.lock.unlock();
        }
    }

    private SeraiException expired(Ticket ticket) {
        return state.problems.expired(Duration.between(ticket.accepted(), state.time.now()), state.queue.size());
    }

    /**
     * Puts a ticket whose session failed or went away back to its place in the queue, once. Called with the lock.
     *
     * @param reason why the work is begun again
     * @param problem what the request fails with where it was begun again before
     */
    void giveBack(Ticket ticket, String reason, Supplier<? extends Throwable> problem) {
        state.work.leave(ticket, state.time.now());
        if (ticket.cancelRequested) {
            state.cancelled(ticket);
            return;
        }
        Throwable end = null;
        if (ticket.hasExpired(state.time.now())) {
            end = expired(ticket);
        } else if (state.refusal != null && state.sessions.current() == null) {
            end = state.refusal.get();
        } else if (ticket.wasRequeued()) {
            end = problem.get();
        }
        if (end != null) {
            state.finish(ticket);
            state.fail(ticket, end);
        } else {
            ticket.requeued = reason;
            ticket.stage = Ticket.Stage.QUEUED;
            state.queue.add(ticket);
        }
    }

    /** Admits requests from now on, whether a session is there or not. */
    void open(AliasSettings.Queue settings) {
        state.lock.lock();
        try {
            state.work.configure(settings);
            state.refusal = null;
        } finally {
            state.lock.unlock();
        }
    }

    /** Admits nothing from now on, and lets nothing wait that no session will take. */
    void refuse(Supplier<SeraiException> reason) {
        state.lock.lock();
        try {
            state.refusal = reason;
            failStranded();
        } finally {
            state.lock.unlock();
        }
    }

    /** Lets nothing wait that no session will take, and goes on admitting. */
    void giveUpWaiting(Supplier<SeraiException> reason) {
        state.lock.lock();
        try {
            if (state.sessions.current() == null) {
                failAll(state.queue.drain(), reason);
            }
        } finally {
            state.lock.unlock();
        }
    }

    /** Fails what waits where nothing is admitted and no session is there. Called with the lock. */
    void failStranded() {
        Supplier<SeraiException> reason = state.refusal;
        if (reason != null && state.sessions.current() == null) {
            failAll(state.queue.drain(), reason);
        }
    }

    private void failAll(List<Ticket> tickets, Supplier<SeraiException> reason) {
        for (Ticket ticket : tickets) {
            state.finish(ticket);
            state.fail(ticket, reason.get());
        }
    }
}
