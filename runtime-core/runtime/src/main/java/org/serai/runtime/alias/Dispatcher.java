package org.serai.runtime.alias;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasLoad;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.SessionInfo;
import org.serai.error.SeraiException;

/**
 * Admits the requests of one alias to a bounded queue and hands them to its session, as many at a time as the session has
 * slots. The session can be exchanged while requests are under way.
 *
 * <p>Every admitted request completes exactly once. One lock guards the state; sessions, listeners and futures are called
 * without it. An idle slot means an empty queue: whoever frees a slot or adds a request also claims what can start.
 */
final class Dispatcher {
    private final Timekeeper time;
    private final Executor executor;

    private final ReentrantLock lock = new ReentrantLock();
    private final Workload work;
    private final AdmissionQueue queue;
    private final Sessions sessions;
    private final Vitals vitals = new Vitals();
    private final DispatchProblems problems;
    private final LongAdder refused = new LongAdder();
    private @Nullable Supplier<SeraiException> refusal;
    private boolean draining;
    private long numbers;

    /** @param executor runs completions and closes sessions; never in the calling thread */
    Dispatcher(String alias, Timekeeper time, Executor executor) {
        this.time = time;
        this.executor = executor;
        this.problems = new DispatchProblems(alias);
        this.work = new Workload(problems);
        this.queue = work.queue;
        this.sessions = work.sessions;
    }

    /**
     * Admits a request, and begins with it at once where a slot is idle. Counts the tokens of its prompt first, in the
     * calling thread.
     *
     * @param ends hears of the end, or of the refusal
     */
    Generation submit(GenerateRequest request, GenerationListener listener, RequestListener ends) {
        Instant accepted = time.now();
        Ticket ticket;
        List<Ticket> claimed;
        try {
            Weight weight = weigh(request, accepted);
            lock.lock();
            try {
                ticket = new Ticket(this, request, weight, new ChunkStream(listener), ends, accepted, numbers++);
                admit(ticket);
                claimed = claim();
            } finally {
                lock.unlock();
            }
        } catch (RuntimeException e) {
            refused.increment();
            ends.ended(new RequestListener.Ended(request, Duration.between(accepted, time.now()), null, e));
            throw e;
        }
        RuntimeException problem = null;
        for (Ticket next : claimed) {
            if (next == ticket) {
                problem = start(next);
            } else {
                executor.execute(() -> start(next));
            }
        }
        if (problem != null) {
            throw problem;
        }
        return ticket;
    }

    private Weight weigh(GenerateRequest request, Instant now) {
        LoadedModel model;
        lock.lock();
        try {
            requireOpen();
            requireInTime(request, now, now);
            model = sessions.current();
        } finally {
            lock.unlock();
        }
        if (model == null) {
            return Weight.estimated(request);
        }
        try {
            return model.weigh(request);
        } catch (RuntimeException e) {
            if (isLost(model)) {
                return Weight.estimated(request);
            }
            throw e;
        }
    }

    private boolean isLost(LoadedModel model) {
        lock.lock();
        try {
            return model.lost;
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (refusal != null) {
            throw refusal.get();
        }
    }

    private void requireInTime(GenerateRequest request, Instant accepted, Instant now) {
        if (Ticket.hasExpired(request, now)) {
            throw problems.expired(Duration.between(accepted, now), queue.size());
        }
    }

    private void admit(Ticket ticket) {
        Instant now = time.now();
        requireOpen();
        requireInTime(ticket.request(), ticket.accepted(), now);
        work.requireRoom(ticket, now);
        queue.add(ticket);
        Instant deadline = ticket.request().deadline();
        if (deadline != null) {
            ticket.deadlineTimer = time.at(deadline, () -> expire(ticket));
        }
    }

    /** Takes from the queue what the session has slots for. The caller starts the tickets after it released the lock. */
    private List<Ticket> claim() {
        Instant now = time.now();
        List<Ticket> claimed = work.claim(now);
        if (!claimed.isEmpty()) {
            vitals.movement(now);
        }
        return claimed;
    }

    private void startLater(List<Ticket> claimed) {
        claimed.forEach(ticket -> executor.execute(() -> start(ticket)));
    }

    /**
     * Hands a claimed ticket to its session.
     *
     * @return why the session refused it, or null
     */
    private @Nullable RuntimeException start(Ticket ticket) {
        LoadedModel model = ticket.model;
        if (model == null) {
            throw new IllegalStateException("A ticket is started that was not claimed");
        }
        Generation generation = null;
        RuntimeException problem = null;
        try {
            generation = model.session()
                    .generate(ticket.request(), living(ticket.stream().begin()));
        } catch (RuntimeException e) {
            problem = e;
        }
        boolean cancel;
        List<Ticket> claimed;
        lock.lock();
        try {
            if (model.lost) {
                cancel = true;
                problem = null;
                giveBack(ticket);
            } else if (generation == null) {
                cancel = false;
                finish(ticket);
            } else {
                cancel = ticket.cancelRequested;
                ticket.stage = Ticket.Stage.RUNNING;
                ticket.generation = generation;
            }
            claimed = claim();
            retireIdle();
        } finally {
            lock.unlock();
        }
        startLater(claimed);
        if (problem != null) {
            fail(ticket, problem);
        } else if (generation != null) {
            Generation begun = generation;
            var unused = begun.result().whenComplete((result, failure) -> complete(ticket, begun, result, failure));
            if (cancel) {
                begun.cancel();
            }
        }
        return problem;
    }

    /** The listener, whose chunks count as signs of life too. */
    private GenerationListener living(GenerationListener listener) {
        return chunk -> {
            vitals.token(time.now());
            listener.onChunk(chunk);
        };
    }

    private void complete(Ticket ticket, Generation generation, GenerationResult result, @Nullable Throwable failure) {
        List<Ticket> claimed;
        boolean cancelled;
        lock.lock();
        try {
            if (ticket.generation != generation) {
                return; // its engine was lost, and the ticket has gone its own way
            }
            observe(ticket, result, failure);
            finish(ticket);
            work.completed();
            cancelled = ticket.cancelRequested;
            claimed = claim();
            retireIdle();
        } finally {
            lock.unlock();
        }
        startLater(claimed);
        if (failure != null) {
            fail(ticket, failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure);
        } else if (!cancelled && isTorn(ticket, result)) {
            fail(ticket, ChunkStream.divergence());
        } else {
            succeed(ticket, ticket.withWaiting(result));
        }
    }

    private void observe(Ticket ticket, @Nullable GenerationResult result, @Nullable Throwable failure) {
        Instant now = time.now();
        vitals.movement(now);
        if (failure != null || result == null) {
            vitals.doubt();
            return;
        }
        boolean whole = result.finishReason() == FinishReason.STOP || result.finishReason() == FinishReason.LENGTH;
        if (whole || result.completionTokens() > 0) {
            vitals.token(now);
        }
        work.measure(ticket, result, now);
    }

    private static boolean isTorn(Ticket ticket, GenerationResult result) {
        return ticket.requeued
                && result.finishReason() != FinishReason.ERROR
                && ticket.stream().isBroken();
    }

    /** Cancels a ticket: its place in the queue is free at once, its slot within a token. */
    void cancel(Ticket ticket) {
        Generation running = null;
        boolean removed;
        lock.lock();
        try {
            if (ticket.stage == Ticket.Stage.DONE) {
                return;
            }
            ticket.cancelRequested = true;
            removed = queue.remove(ticket);
            if (removed) {
                finish(ticket);
                retireIdle();
            } else {
                running = ticket.generation;
            }
        } finally {
            lock.unlock();
        }
        if (removed) {
            succeed(ticket, ticket.cancelledBeforeStart(sessionInfo(), time.now()));
        } else if (running != null) {
            running.cancel();
        }
    }

    private void expire(Ticket ticket) {
        lock.lock();
        try {
            if (!queue.remove(ticket)) {
                return; // the session has it, and heeds the deadline itself
            }
            finish(ticket);
            retireIdle();
        } finally {
            lock.unlock();
        }
        fail(ticket, expired(ticket));
    }

    /** Ends a ticket's life here; the caller completes its result. */
    private void finish(Ticket ticket) {
        work.leave(ticket, time.now());
        ticket.stage = Ticket.Stage.DONE;
        if (ticket.deadlineTimer != null) {
            ticket.deadlineTimer.cancel();
        }
    }

    /** Puts a ticket whose engine was lost back to its place in the queue, once. */
    private void giveBack(Ticket ticket) {
        work.leave(ticket, time.now());
        SeraiException problem = null;
        if (ticket.cancelRequested) {
            finish(ticket);
            succeed(ticket, ticket.cancelledBeforeStart(sessionInfo(), time.now()));
            return;
        } else if (ticket.hasExpired(time.now())) {
            problem = expired(ticket);
        } else if (refusal != null && sessions.current() == null) {
            problem = refusal.get();
        } else if (ticket.requeued) {
            problem = problems.lostTwice();
        }
        if (problem != null) {
            finish(ticket);
            fail(ticket, problem);
        } else {
            ticket.requeued = true;
            ticket.stage = Ticket.Stage.QUEUED;
            queue.add(ticket);
        }
    }

    /** Admits requests from now on, whether a session is there or not. */
    void open(AliasSettings.Queue settings) {
        lock.lock();
        try {
            work.configure(settings);
            refusal = null;
        } finally {
            lock.unlock();
        }
    }

    /** Admits nothing from now on, and lets nothing wait that no session will take. */
    void refuse(Supplier<SeraiException> reason) {
        List<Ticket> waiting = List.of();
        lock.lock();
        try {
            refusal = reason;
            if (sessions.current() == null) {
                waiting = queue.drain();
                waiting.forEach(this::finish);
            }
        } finally {
            lock.unlock();
        }
        failAll(waiting, reason);
    }

    /** Gives new work to another session; the one before it finishes what it has and is then closed. */
    void install(LoadedModel model) {
        List<Ticket> claimed;
        lock.lock();
        try {
            work.install(model, time.now());
            vitals.doubt();
            claimed = claim();
            retireIdle();
        } finally {
            lock.unlock();
        }
        startLater(claimed);
    }

    /** Closes retired sessions that have nothing to do any more, and the current one at the end of a drain. */
    private void retireIdle() {
        LoadedModel current = sessions.current();
        if (draining && current != null && queue.isEmpty() && current.working.isEmpty()) {
            sessions.retireCurrent();
        }
        sessions.takeIdle().forEach(model -> executor.execute(model.session()::close));
    }

    /**
     * Forgets all sessions of an engine that goes away, and takes their work back.
     *
     * @return the sessions; the caller closes them
     */
    List<LoadedModel> lose(EngineEntry engine) {
        List<LoadedModel> lost;
        List<Generation> abandoned = new ArrayList<>();
        List<Ticket> claimed;
        List<Ticket> stranded = List.of();
        Supplier<SeraiException> reason;
        lock.lock();
        try {
            lost = sessions.lose(engine);
            for (LoadedModel model : lost) {
                for (Ticket ticket : List.copyOf(model.working)) {
                    Generation generation = ticket.generation;
                    if (generation != null) {
                        abandoned.add(generation);
                        giveBack(ticket);
                    } // else start() sees the loss when the session answers
                }
            }
            reason = refusal;
            if (sessions.current() == null && reason != null) {
                stranded = queue.drain();
                stranded.forEach(this::finish);
            }
            claimed = claim();
        } finally {
            lock.unlock();
        }
        startLater(claimed);
        if (reason != null) {
            failAll(stranded, reason);
        }
        abandoned.forEach(Generation::cancel);
        return lost;
    }

    /** Admits nothing from now on, finishes what was admitted, and then closes the session. */
    void drain(Supplier<SeraiException> reason) {
        refuse(reason);
        lock.lock();
        try {
            draining = true;
            retireIdle();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives up everything at once: what waits fails, what runs is cancelled by closing its session.
     *
     * @return the sessions; the caller closes them
     */
    List<LoadedModel> shutDown(Supplier<SeraiException> reason) {
        List<LoadedModel> models;
        lock.lock();
        try {
            models = sessions.takeAll();
        } finally {
            lock.unlock();
        }
        refuse(reason);
        return models;
    }

    private void succeed(Ticket ticket, GenerationResult result) {
        executor.execute(() -> ticket.succeed(result, time.now()));
    }

    private void failAll(List<Ticket> tickets, Supplier<SeraiException> reason) {
        tickets.forEach(ticket -> fail(ticket, reason.get()));
    }

    private void fail(Ticket ticket, Throwable problem) {
        executor.execute(() -> ticket.fail(problem, time.now()));
    }

    /** Where the queue stands, in figures. */
    QueueSnapshot snapshot() {
        lock.lock();
        try {
            return work.snapshot(time.now(), refused.sum());
        } finally {
            lock.unlock();
        }
    }

    /** How busy it is, and how fast. */
    AliasLoad load() {
        lock.lock();
        try {
            return work.load(time.now());
        } finally {
            lock.unlock();
        }
    }

    Vitals vitals() {
        return vitals;
    }

    /** True once a drain is over: nothing waits, nothing runs, no session is held. */
    boolean isDrained() {
        lock.lock();
        try {
            return draining && queue.isEmpty() && sessions.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private Optional<SessionInfo> sessionInfo() {
        lock.lock();
        try {
            return Optional.ofNullable(sessions.current()).map(LoadedModel::info);
        } finally {
            lock.unlock();
        }
    }

    private SeraiException expired(Ticket ticket) {
        return problems.expired(Duration.between(ticket.accepted(), time.now()), queue.size());
    }
}
