package org.serai.runtime.alias;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.engine.Generation;
import org.serai.error.SeraiException;

/** Exchanges the session of a dispatcher while requests are under way. Thread-safe. */
final class SessionExchange {
    private final DispatchState state;
    private final Admission admission;

    SessionExchange(DispatchState state, Admission admission) {
        this.state = state;
        this.admission = admission;
    }

    /**
     * Sessions that went away.
     *
     * @param abandoned what they still work on, for nobody
     */
    record Lost(List<LoadedModel> sessions, List<Generation> abandoned) {
        boolean isEmpty() {
            return sessions.isEmpty();
        }

        void end() {
            abandoned.forEach(Generation::cancel);
            sessions.forEach(LoadedModel::close);
        }
    }

    /** Gives new work to another session; the one before it finishes what it has and is then closed. */
    void install(LoadedModel model, int version) {
        List<Ticket> claimed;
        state.lock.lock();
        try {
            state.work.install(model, state.time.now());
            state.work.version(version);
            state.vitals.doubt();
            state.letGo();
            claimed = state.claim();
            state.retireIdle();
        } finally {
            state.lock.unlock();
        }
        state.startLater(claimed);
    }

    /** The version of the alias from which on requests are started; those before finish as they began. */
    void version(int version) {
        state.lock.lock();
        try {
            state.work.version(version);
        } finally {
            state.lock.unlock();
        }
    }

    /** Gives a session no new work; it finishes what it has and is then closed. */
    void retire(LoadedModel model) {
        state.lock.lock();
        try {
            if (state.sessions.current() == model) {
                state.sessions.retireCurrent();
                state.retireIdle();
            }
        } finally {
            state.lock.unlock();
        }
    }

    /**
     * Keeps what waits from starting.
     *
     * @param idle is run, in a thread of the executor, once nothing runs any more; not after {@link #letGo}
     */
    void hold(Runnable idle) {
        state.lock.lock();
        try {
            state.hold(idle);
        } finally {
            state.lock.unlock();
        }
    }

    /** Lets what waits start again. */
    void letGo() {
        List<Ticket> claimed;
        state.lock.lock();
        try {
            state.letGo();
            claimed = state.claim();
        } finally {
            state.lock.unlock();
        }
        state.startLater(claimed);
    }

    /**
     * Takes the session away where it works on nothing.
     *
     * @param evenIfWorkWaits true to do so although requests wait for it
     * @return the session, which the caller closes; null where there is none that may be taken
     */
    @Nullable
    LoadedModel takeIdle(boolean evenIfWorkWaits) {
        state.lock.lock();
        try {
            LoadedModel current = state.sessions.current();
            boolean busy = state.sessions.running() > 0 || (!evenIfWorkWaits && !state.queue.isEmpty());
            if (current == null || busy) {
                return null;
            }
            state.sessions.forget(current);
            return current;
        } finally {
            state.lock.unlock();
        }
    }

    /**
     * Forgets all sessions that go away, and takes their work back.
     *
     * @return the sessions; the caller ends them, without a lock
     */
    Lost lose(Predicate<LoadedModel> gone) {
        List<LoadedModel> lost;
        List<Generation> abandoned = new ArrayList<>();
        List<Ticket> claimed;
        state.lock.lock();
        try {
            lost = state.sessions.lose(gone);
            for (LoadedModel model : lost) {
                for (Ticket ticket : List.copyOf(model.working)) {
                    Generation generation = ticket.generation;
                    if (generation != null) {
                        abandoned.add(generation);
                        admission.giveBack(ticket, model.goneReason(), state.problems::lostTwice);
                    } // else its start sees the loss when the session answers
                }
            }
            admission.failStranded();
            claimed = state.claim();
            state.retireIdle();
        } finally {
            state.lock.unlock();
        }
        state.startLater(claimed);
        return new Lost(lost, abandoned);
    }

    /** Admits nothing from now on, finishes what was admitted, and then closes the session. */
    void drain(Supplier<SeraiException> reason) {
        admission.refuse(reason);
        state.lock.lock();
        try {
            state.draining = true;
            state.retireIdle();
        } finally {
            state.lock.unlock();
        }
    }

    /**
     * Gives up everything at once: what waits fails, what runs is cancelled by closing its session.
     *
     * @return the sessions; the caller closes them
     */
    List<LoadedModel> shutDown(Supplier<SeraiException> reason) {
        List<LoadedModel> models;
        state.lock.lock();
        try {
            models = state.sessions.takeAll();
        } finally {
            state.lock.unlock();
        }
        admission.refuse(reason);
        return models;
    }

    /** True once a drain is over: nothing waits, nothing runs, no session is held. */
    boolean isDrained() {
        state.lock.lock();
        try {
            return state.draining && state.queue.isEmpty() && state.sessions.isEmpty();
        } finally {
            state.lock.unlock();
        }
    }
}
