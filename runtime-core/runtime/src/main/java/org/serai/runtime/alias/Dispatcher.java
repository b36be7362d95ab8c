package org.serai.runtime.alias;

import java.time.Instant;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasLoad;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;

/**
 * Admits the requests of one alias to a bounded queue and hands them to its session, as many at a time as the session has
 * slots. The session can be exchanged while requests are under way.
 *
 * <p>Every admitted request completes exactly once. One lock guards the state; sessions, listeners and futures are called
 * without it. An idle slot means an empty queue: whoever frees a slot or adds a request also claims what can start.
 */
final class Dispatcher {
    private final DispatchState state;
    private final Admission admission;
    private final Runs runs;
    private final SessionExchange exchange;

    /**
     * @param executor runs completions and closes sessions; never in the calling thread
     * @param watch hears how sessions do
     */
    Dispatcher(String alias, Timekeeper time, Executor executor, EngineWatch watch) {
        this.state = new DispatchState(alias, time, executor, this::start);
        this.admission = new Admission(state, this::start);
        this.runs = new Runs(state, admission, watch);
        this.exchange = new SessionExchange(state, admission);
    }

    private @Nullable RuntimeException start(Ticket ticket) {
        return runs.start(ticket);
    }

    /** As {@link Admission#submit}. */
    Generation submit(GenerateRequest request, ChunkStream stream, RequestListener ends) {
        return admission.submit(request, stream, ends);
    }

    Admission admission() {
        return admission;
    }

    SessionExchange exchange() {
        return exchange;
    }

    Vitals vitals() {
        return state.vitals;
    }

    /** Where the queue stands, in figures. */
    QueueSnapshot snapshot() {
        state.lock.lock();
        try {
            return state.work.snapshot(state.time.now(), admission.refused());
        } finally {
            state.lock.unlock();
        }
    }

    /** When a session was last given, or gave, something. */
    Instant lastUse() {
        state.lock.lock();
        try {
            return state.work.lastUse();
        } finally {
            state.lock.unlock();
        }
    }

    /** How busy it is, and how fast. */
    AliasLoad load() {
        state.lock.lock();
        try {
            return state.work.load(state.time.now());
        } finally {
            state.lock.unlock();
        }
    }
}
