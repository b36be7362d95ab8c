package org.serai.runtime.alias;

import java.util.LinkedHashSet;
import java.util.Set;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerationListener;
import org.serai.engine.MemoryNeed;
import org.serai.engine.ModelSession;
import org.serai.engine.Priority;
import org.serai.engine.SessionInfo;
import org.serai.error.SeraiException;
import org.serai.runtime.memory.Reservation;

/** A session, where it came from, and what it works on. The mutable part is guarded by the {@link Dispatcher}'s lock. */
final class LoadedModel {
    private final ModelSession session;
    private final EngineEntry engine;
    private final AliasSettings.Load load;
    private final SessionInfo info;
    private final Reservation reservation;

    /** Requests that were handed to the session and are not done. */
    final Set<Ticket> working = new LinkedHashSet<>();

    /** True once the engine is gone: whatever the session still says counts for nothing. */
    boolean lost;

    /** @param reservation the memory of the session, released when it is closed */
    LoadedModel(ModelSession session, EngineEntry engine, AliasSettings.Load load, Reservation reservation) {
        this.session = session;
        this.reservation = reservation;
        this.engine = engine;
        this.load = load;
        this.info = session.info();
        reservation.loaded(info.device(), info.memoryBytes());
    }

    ModelSession session() {
        return session;
    }

    EngineEntry engine() {
        return engine;
    }

    AliasSettings.Load load() {
        return load;
    }

    /** What the session said when it was loaded. */
    SessionInfo info() {
        return info;
    }

    /**
     * Counts what a request weighs. One whose prompt is longer than the context is not counted but refused by the session,
     * in its own words: a session refuses that before it does any work.
     *
     * @throws org.serai.error.SeraiException where the request can be refused by looking at its prompt
     */
    Weight weigh(GenerateRequest request) {
        Weight weight = Weight.exact(request, session);
        if (weight.prompt() > info.context()) {
            session.generate(request, GenerationListener.NONE).cancel();
        }
        return weight;
    }

    /**
     * Whether a request may start.
     *
     * @param interactiveSlots slots that only interactive requests may take; one at least is left to the others
     */
    boolean hasSlotFor(Priority priority, int interactiveSlots) {
        if (working.size() >= slots()) {
            return false;
        }
        if (priority == Priority.INTERACTIVE) {
            return true;
        }
        long others = working.stream()
                .filter(ticket -> ticket.request().priority() != Priority.INTERACTIVE)
                .count();
        return others < Math.max(1, slots() - interactiveSlots);
    }

    /** Why work that it had is begun again when its engine or device goes. */
    String goneReason() {
        return "engine '" + engine.name() + "' on device '" + info.device() + "' went away";
    }

    /** Why work that it failed to do is begun again. */
    String failureReason(Throwable problem) {
        return "engine '" + engine.name() + "' on device '" + info.device() + "' failed: "
                + (problem instanceof SeraiException ? problem.getMessage() : problem.toString());
    }

    /** Closes the session, which frees every byte of it. */
    void close() {
        session.close();
        reservation.release();
    }

    /** What the session holds of memory. */
    MemoryNeed memory() {
        return reservation.need();
    }

    int slots() {
        return info.slots();
    }
}
