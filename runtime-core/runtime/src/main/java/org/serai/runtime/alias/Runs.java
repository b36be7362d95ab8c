package org.serai.runtime.alias;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serai.engine.FinishReason;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.Residency;

/**
 * The work of sessions on tickets, from the hand-over to the end. Where a session fails for a reason of its own, the ticket
 * goes back to its place in the queue, once, and the watch hears of it before anything else is started. Thread-safe.
 */
final class Runs {
    private final DispatchState state;
    private final Admission admission;
    private final EngineWatch watch;

    Runs(DispatchState state, Admission admission, EngineWatch watch) {
        this.state = state;
        this.admission = admission;
        this.watch = watch;
    }

    /**
     * Hands a claimed ticket to its session.
     *
     * @return why the session refused it, or null
     */
    @Nullable
    RuntimeException start(Ticket ticket) {
        LoadedModel model = ticket.model;
        if (model == null) {
            throw new IllegalStateException("A ticket is started that was not claimed");
        }
        Generation generation;
        try {
            requireMayGoTo(model, ticket);
            generation = model.session().generate(ticket.request(), living(ticket));
        } catch (RuntimeException e) {
            return refused(ticket, model, e);
        }
        begun(ticket, model, generation);
        return null;
    }

    /** Such a request is never sent here; if it were, this is where it stops. */
    private void requireMayGoTo(LoadedModel model, Ticket ticket) {
        if (model.engine().remote() && ticket.request().residency() == Residency.LOCAL_ONLY) {
            throw state.problems.mustStay(model.engine().name());
        }
    }

    private void begun(Ticket ticket, LoadedModel model, Generation generation) {
        boolean cancel;
        List<Ticket> claimed;
        state.lock.lock();
        try {
            if (model.lost) {
                cancel = true;
                admission.giveBack(ticket, model.goneReason(), state.problems::lostTwice);
            } else {
                cancel = ticket.cancelRequested || ticket.stream().isLoop();
                ticket.stage = Ticket.Stage.RUNNING;
                ticket.generation = generation;
            }
            claimed = state.claim();
            state.retireIdle();
        } finally {
            state.lock.unlock();
        }
        state.startLater(claimed);
        var unused = generation.result().whenComplete((result, failure) -> ended(ticket, generation, result, failure));
        if (cancel) {
            generation.cancel();
        }
    }

    private @Nullable RuntimeException refused(Ticket ticket, LoadedModel model, RuntimeException problem) {
        boolean again;
        state.lock.lock();
        try {
            if (model.lost) {
                admission.giveBack(ticket, model.goneReason(), state.problems::lostTwice);
                return null;
            }
            again = EngineFailures.isEngines(problem);
            if (again) {
                state.work.leave(ticket, state.time.now());
            } else {
                state.finish(ticket);
            }
        } finally {
            resume();
        }
        if (again) {
            tryAgain(ticket, model, problem);
            return null;
        }
        state.fail(ticket, problem);
        return problem;
    }

    /** Releases the lock, and starts what can start now. */
    private void resume() {
        List<Ticket> claimed;
        try {
            claimed = state.claim();
            state.retireIdle();
        } finally {
            state.lock.unlock();
        }
        state.startLater(claimed);
    }

    /** What hears of the answer: its chunks are signs of life too, and an answer that only repeats itself is stopped. */
    private GenerationListener living(Ticket ticket) {
        GenerationListener listener = ticket.stream().begin();
        return chunk -> {
            state.vitals.token(state.time.now());
            listener.onChunk(chunk);
            if (ticket.stream().isLoop()) {
                stop(ticket);
            }
        };
    }

    private void stop(Ticket ticket) {
        Generation running;
        state.lock.lock();
        try {
            running = ticket.generation; // null while it is being started, which looks at the stream then
        } finally {
            state.lock.unlock();
        }
        if (running != null) {
            running.cancel();
        }
    }

    private void ended(
            Ticket ticket, Generation generation, @Nullable GenerationResult result, @Nullable Throwable failure) {
        Throwable problem = EngineFailures.cause(failure);
        boolean again = problem != null && EngineFailures.isEngines(problem);
        LoadedModel model;
        boolean cancelled;
        state.lock.lock();
        try {
            model = ticket.model;
            if (ticket.generation != generation || model == null) {
                return; // its engine was lost, and the ticket has gone its own way
            }
            observe(ticket, result);
            cancelled = ticket.cancelRequested;
            if (again) {
                state.work.leave(ticket, state.time.now());
            } else {
                state.finish(ticket);
            }
            state.work.completed();
        } finally {
            if (again) {
                state.lock.unlock();
            } else {
                resume();
            }
        }
        if (problem != null && again) {
            tryAgain(ticket, model, problem);
        } else if (problem != null || result == null) {
            state.fail(ticket, problem == null ? new IllegalStateException("No result and no failure") : problem);
        } else {
            watch.worked(model);
            if (!cancelled && isTorn(ticket, result)) {
                state.fail(ticket, ChunkStream.divergence());
            } else {
                boolean stopped = !cancelled && result.finishReason() == FinishReason.CANCELLED;
                state.succeed(
                        ticket,
                        ticket.told(
                                stopped && ticket.stream().isLoop()
                                        ? result.withFinishReason(FinishReason.LOOP)
                                        : result));
            }
        }
    }

    private void tryAgain(Ticket ticket, LoadedModel model, Throwable problem) {
        watch.failed(model, ticket.request(), problem);
        state.lock.lock();
        try {
            admission.giveBack(ticket, model.failureReason(problem), () -> problem);
        } finally {
            resume();
        }
    }

    private void observe(Ticket ticket, @Nullable GenerationResult result) {
        Instant now = state.time.now();
        state.vitals.movement(now);
        if (result == null) {
            state.vitals.doubt();
            return;
        }
        boolean whole = result.finishReason() == FinishReason.STOP || result.finishReason() == FinishReason.LENGTH;
        if (whole || result.completionTokens() > 0) {
            state.vitals.token(now);
        }
        state.work.measure(ticket, result, now);
    }

    private static boolean isTorn(Ticket ticket, GenerationResult result) {
        return ticket.wasRequeued()
                && result.finishReason() != FinishReason.ERROR
                && ticket.stream().isBroken();
    }
}
