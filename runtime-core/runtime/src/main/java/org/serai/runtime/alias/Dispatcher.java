package org.serai.runtime.alias;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.Priority;
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
    private final String alias;
    private final Timekeeper time;
    private final Executor executor;

    private final ReentrantLock lock = new ReentrantLock();
    private final AdmissionQueue queue;
    private final Set<LoadedModel> retiring = new HashSet<>();
    private @Nullable LoadedModel current;
    private @Nullable Supplier<SeraiException> refusal;
    private boolean draining;
    private long numbers;
    private long completed;
    private long refused;

    /** @param executor runs completions and closes sessions; never in the calling thread */
    Dispatcher(String alias, int queueLimit, Timekeeper time, Executor executor) {
        this.alias = alias;
        this.time = time;
        this.executor = executor;
        this.queue = new AdmissionQueue(queueLimit);
    }

    /** Admits a request, and begins with it at once where a slot is idle. */
    Generation submit(GenerateRequest request, GenerationListener listener) {
        Ticket ticket;
        List<Ticket> claimed;
        lock.lock();
        try {
            ticket = new Ticket(this, request, new ChunkStream(listener), time.now(), numbers++);
            admit(ticket);
            claimed = claim();
        } finally {
            lock.unlock();
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

    private void admit(Ticket ticket) {
        if (refusal != null) {
            refused++;
            throw refusal.get();
        }
        if (ticket.hasExpired(time.now())) {
            refused++;
            throw expired(ticket);
        }
        if (queue.isFull() && (current == null || !current.hasFreeSlot())) {
            refused++;
            throw overload();
        }
        queue.add(ticket);
        Instant deadline = ticket.request().deadline();
        if (deadline != null) {
            ticket.deadlineTimer = time.at(deadline, () -> expire(ticket));
        }
    }

    /** Takes from the queue what the session has slots for. The caller starts the tickets after it released the lock. */
    private List<Ticket> claim() {
        List<Ticket> claimed = new ArrayList<>();
        LoadedModel model = current;
        while (model != null && model.hasFreeSlot()) {
            Ticket ticket = queue.poll();
            if (ticket == null) {
                break;
            }
            ticket.stage = Ticket.Stage.STARTING;
            ticket.model = model;
            ticket.started = time.now();
            model.working.add(ticket);
            claimed.add(ticket);
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
            generation =
                    model.session().generate(ticket.request(), ticket.stream().begin());
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

    private void complete(Ticket ticket, Generation generation, GenerationResult result, @Nullable Throwable failure) {
        List<Ticket> claimed;
        boolean cancelled;
        lock.lock();
        try {
            if (ticket.generation != generation) {
                return; // its engine was lost, and the ticket has gone its own way
            }
            finish(ticket);
            completed++;
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
        leave(ticket);
        ticket.stage = Ticket.Stage.DONE;
        if (ticket.deadlineTimer != null) {
            ticket.deadlineTimer.cancel();
        }
    }

    private static void leave(Ticket ticket) {
        if (ticket.model != null) {
            ticket.model.working.remove(ticket);
        }
        ticket.model = null;
        ticket.generation = null;
    }

    /** Puts a ticket whose engine was lost back to its place in the queue, once. */
    private void giveBack(Ticket ticket) {
        leave(ticket);
        SeraiException problem = null;
        if (ticket.cancelRequested) {
            finish(ticket);
            succeed(ticket, ticket.cancelledBeforeStart(sessionInfo(), time.now()));
            return;
        } else if (ticket.hasExpired(time.now())) {
            problem = expired(ticket);
        } else if (refusal != null && current == null) {
            problem = refusal.get();
        } else if (ticket.requeued) {
            problem = new SeraiException(
                    AliasErrors.ENGINE_LOST,
                    "The engine behind alias '" + alias
                            + "' went away twice while it worked on this request; send the request again");
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
    void open(int queueLimit) {
        lock.lock();
        try {
            queue.setLimit(queueLimit);
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
            if (current == null) {
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
            if (current != null) {
                retiring.add(current);
            }
            current = model;
            claimed = claim();
            retireIdle();
        } finally {
            lock.unlock();
        }
        startLater(claimed);
    }

    /** Closes retired sessions that have nothing to do any more, and the current one at the end of a drain. */
    private void retireIdle() {
        if (draining && current != null && queue.isEmpty() && current.working.isEmpty()) {
            retiring.add(current);
            current = null;
        }
        List<LoadedModel> idle =
                retiring.stream().filter(model -> model.working.isEmpty()).toList();
        idle.forEach(model -> {
            retiring.remove(model);
            executor.execute(model.session()::close);
        });
    }

    /**
     * Forgets all sessions of an engine that goes away, and takes their work back.
     *
     * @return the sessions; the caller closes them
     */
    List<LoadedModel> lose(EngineEntry engine) {
        List<LoadedModel> lost = new ArrayList<>();
        List<Generation> abandoned = new ArrayList<>();
        List<Ticket> claimed;
        List<Ticket> stranded = List.of();
        Supplier<SeraiException> reason;
        lock.lock();
        try {
            models().filter(model -> model.engine().equals(engine)).forEach(lost::add);
            retiring.removeAll(lost);
            if (current != null && lost.contains(current)) {
                current = null;
            }
            for (LoadedModel model : lost) {
                model.lost = true;
                for (Ticket ticket : List.copyOf(model.working)) {
                    Generation generation = ticket.generation;
                    if (generation != null) {
                        abandoned.add(generation);
                        giveBack(ticket);
                    } // else start() sees the loss when the session answers
                }
            }
            reason = refusal;
            if (current == null && reason != null) {
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
            models = models().toList();
            current = null;
            retiring.clear();
        } finally {
            lock.unlock();
        }
        refuse(reason);
        return models;
    }

    private Stream<LoadedModel> models() {
        return Stream.concat(Optional.ofNullable(current).stream(), retiring.stream());
    }

    private void succeed(Ticket ticket, GenerationResult result) {
        executor.execute(() -> {
            ticket.stream().end();
            ticket.result().complete(result);
        });
    }

    private void failAll(List<Ticket> tickets, Supplier<SeraiException> reason) {
        tickets.forEach(ticket -> fail(ticket, reason.get()));
    }

    private void fail(Ticket ticket, Throwable problem) {
        executor.execute(() -> {
            ticket.stream().end();
            ticket.result().completeExceptionally(problem);
        });
    }

    /** Where the dispatcher stands, in figures. */
    Snapshot snapshot() {
        lock.lock();
        try {
            EnumMap<Priority, Integer> waiting = new EnumMap<>(Priority.class);
            for (Priority priority : Priority.values()) {
                waiting.put(priority, queue.size(priority));
            }
            return new Snapshot(
                    Optional.ofNullable(current),
                    models().mapToInt(model -> model.working.size()).sum(),
                    current == null ? 0 : current.slots(),
                    queue.size(),
                    queue.limit(),
                    waiting,
                    queue.oldest().map(since -> Duration.between(since, time.now())),
                    completed,
                    refused);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Where a dispatcher stands.
     *
     * @param model the model that gets new work
     * @param running requests that sessions work on, retired ones included
     * @param slots slots of the current session
     * @param waiting requests that wait, by priority
     * @param longestWait how long the oldest of them waits
     * @param completed requests that a session finished
     * @param refused requests that were not admitted
     */
    record Snapshot(
            Optional<LoadedModel> model,
            int running,
            int slots,
            int queued,
            int queueLimit,
            Map<Priority, Integer> waiting,
            Optional<Duration> longestWait,
            long completed,
            long refused) {}

    /** True once a drain is over: nothing waits, nothing runs, no session is held. */
    boolean isDrained() {
        lock.lock();
        try {
            return draining && queue.isEmpty() && models().findAny().isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private Optional<SessionInfo> sessionInfo() {
        lock.lock();
        try {
            return Optional.ofNullable(current).map(LoadedModel::info);
        } finally {
            lock.unlock();
        }
    }

    private SeraiException overload() {
        int slots = current == null ? 0 : current.slots();
        return new SeraiException(
                AliasErrors.QUEUE_FULL,
                "The queue of alias '" + alias + "' is full: " + queue.size() + " of " + queue.limit()
                        + " places are taken and " + slots + " of " + slots
                        + " slots work; try again later, or raise queueLimit or slots in etc/org.serai.alias~" + alias
                        + ".cfg");
    }

    private SeraiException expired(Ticket ticket) {
        Duration waited = Duration.between(ticket.accepted(), time.now());
        return new SeraiException(
                AliasErrors.DEADLINE_PASSED,
                "The deadline of a request to alias '" + alias + "' passed after it waited " + waited.toMillis()
                        + " ms for a slot, with " + queue.size()
                        + " others waiting; allow more time, raise slots, or send less");
    }
}
