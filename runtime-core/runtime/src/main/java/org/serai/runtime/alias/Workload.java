package org.serai.runtime.alias;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import org.serai.alias.AliasLoad;
import org.serai.engine.GenerationResult;
import org.serai.engine.Priority;
import org.serai.error.OverloadException;

/**
 * What waits for the session of an alias and what it works on, with the figures of both. Guarded by the
 * {@link Dispatcher}'s lock.
 */
final class Workload {
    final AdmissionQueue queue = new AdmissionQueue(0);
    final Sessions sessions = new Sessions();

    private final ServiceMeter meter = new ServiceMeter();
    private final DispatchProblems problems;
    private final String alias;
    private int interactiveSlots;
    private int version;
    private boolean held;
    private Instant lastUse = Instant.MIN;
    private long completed;

    Workload(String alias, DispatchProblems problems) {
        this.alias = alias;
        this.problems = problems;
    }

    /** When a session came, or work began or ended. */
    Instant lastUse() {
        return lastUse;
    }

    /** The version of the alias that requests are started under. */
    void version(int inEffect) {
        version = inEffect;
    }

    /** Keeps what waits from starting, or lets it. */
    void hold(boolean hold) {
        held = hold;
    }

    void configure(AliasSettings.Queue settings) {
        queue.setLimit(settings.tokens());
        interactiveSlots = settings.interactiveSlots();
    }

    /** Begins to give work to another session. */
    void install(LoadedModel model, Instant now) {
        sessions.install(model);
        lastUse = now;
        meter.reset();
        meter.working(0, now);
    }

    boolean hasSlotFor(Priority priority) {
        LoadedModel model = sessions.current();
        return model != null && !held && model.hasSlotFor(priority, interactiveSlots);
    }

    /** @throws OverloadException where the ticket can neither begin at once nor wait */
    void requireRoom(Ticket ticket, Instant now) {
        Priority priority = ticket.request().priority();
        if (queue.missing(priority, ticket.weight().tokens()) > 0 && !hasSlotFor(priority)) {
            throw problems.overload(ticket.weight(), priority, queue, slots(), forecast(now));
        }
    }

    /** Takes from the queue what the session has slots for. */
    List<Ticket> claim(Instant now) {
        List<Ticket> claimed = new ArrayList<>();
        LoadedModel model = sessions.current();
        while (model != null) {
            Ticket ticket = queue.poll(this::hasSlotFor);
            if (ticket == null) {
                break;
            }
            ticket.stage = Ticket.Stage.STARTING;
            ticket.model = model;
            ticket.started = now;
            lastUse = now;
            ticket.startedBy(alias, version);
            model.working.add(ticket);
            meter.working(model.working.size(), now);
            claimed.add(ticket);
        }
        return claimed;
    }

    /** Takes a ticket from the session that works on it, where one does. */
    void leave(Ticket ticket, Instant now) {
        LoadedModel model = ticket.model;
        if (model != null) {
            model.working.remove(ticket);
            lastUse = now;
            if (model == sessions.current()) {
                meter.working(model.working.size(), now);
            }
        }
        ticket.model = null;
        ticket.generation = null;
    }

    /** Counts a request that a session finished, whatever came of it. */
    void completed() {
        completed++;
    }

    /** Measures by a ticket that has a result and has not left its session yet. */
    void measure(Ticket ticket, GenerationResult result, Instant now) {
        if (ticket.model != null && ticket.model == sessions.current()) {
            meter.ended(ticket.weight(), Duration.between(ticket.started, now), result, now);
        }
    }

    /** How busy it is, and how fast. */
    AliasLoad load(Instant now) {
        return new AliasLoad(
                slots(),
                sessions.running(),
                queue.size(),
                queue.tokens(),
                queue.limit(),
                meter.prefillRate(now),
                meter.decodeRate(now),
                meter.requestTime(now),
                hasSlotFor(Priority.EVENT) ? Duration.ZERO : forecast(now).waitBehind(queue.ahead(Priority.EVENT)));
    }

    QueueSnapshot snapshot(Instant now, long refused) {
        EnumMap<Priority, Integer> waiting = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            waiting.put(priority, queue.size(priority));
        }
        return new QueueSnapshot(
                load(now),
                Optional.ofNullable(sessions.current()),
                waiting,
                queue.isFull(),
                queue.oldest().map(since -> Duration.between(since, now)),
                completed,
                refused);
    }

    private Forecast forecast(Instant now) {
        LoadedModel model = sessions.current();
        List<Forecast.Work> running = model == null
                ? List.of()
                : model.working.stream()
                        .map(ticket -> new Forecast.Work(
                                ticket.weight().tokens(), ServiceMeter.seconds(Duration.between(ticket.started, now))))
                        .toList();
        return new Forecast(slots(), meter.secondsPerToken(now), running);
    }

    private int slots() {
        LoadedModel model = sessions.current();
        return model == null ? 0 : model.slots();
    }
}
