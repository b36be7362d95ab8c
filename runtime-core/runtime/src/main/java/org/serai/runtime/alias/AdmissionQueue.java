package org.serai.runtime.alias;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.serai.engine.Priority;

/**
 * The requests that wait, in a lane for each priority and weighed in tokens. Guarded by the {@link Dispatcher}'s lock.
 *
 * <p><b>Order.</b> Within a lane the first comes first. Between lanes the order is that of start-time fair queueing (Goyal,
 * Vin and Cheng, "Start-Time Fair Queuing", SIGCOMM 1996): each lane has a virtual time, which a request that leaves it
 * moves on by its tokens divided by the {@linkplain #share share} of the lane, and the lane that is least far goes next;
 * of equal ones the one with the higher priority. A lane that was empty begins no earlier than where the others are, so that
 * nobody saves up; and where its share is not the largest, later by what its first request moves it on beyond what it would
 * move on the lane of the largest share, so that it does not begin by making that one wait. All begin anew when nothing
 * waits.
 *
 * <p><b>Bounds.</b> From when a lane begins to wait to the start of its first request, and from there to the start of each
 * next one, each other lane starts at most {@code w * itsShare / thisShare} tokens and one request, where {@code w} are the
 * tokens of the first request or of the one before; so no lane starves. An interactive request that comes to an empty lane
 * goes before all that waits in the others, however much that is, as long as its lane has taken no more than its share since
 * something began to wait.
 *
 * <p><b>Room.</b> What waits has at most {@link #limit} tokens. An eighth of them is kept for each lane, so that none can
 * fill the queue and shut the others out. A request that is heavier than what its lane can ever have does not wait.
 */
final class AdmissionQueue {
    private static final int KEPT_PART = 8;
    private static final int LARGEST_SHARE = share(Priority.INTERACTIVE);

    private static final Comparator<Lane> NEXT =
            Comparator.<Lane>comparingDouble(lane -> lane.start).thenComparing(lane -> lane.priority);

    private final Map<Priority, Lane> lanes = new EnumMap<>(Priority.class);
    private double virtualTime;
    private long limit;

    /** The requests of one priority. */
    private static final class Lane {
        final Priority priority;
        final TreeSet<Ticket> tickets = new TreeSet<>(Ticket.ORDER);
        long tokens;
        double start;

        Lane(Priority priority) {
            this.priority = priority;
        }
    }

    /** @param limit tokens that may wait */
    AdmissionQueue(long limit) {
        this.limit = limit;
        for (Priority priority : Priority.values()) {
            lanes.put(priority, new Lane(priority));
        }
    }

    /** How many times as much as batch work a priority gets where both wait. */
    static int share(Priority priority) {
        return switch (priority) {
            case INTERACTIVE -> 16;
            case EVENT -> 4;
            case BATCH -> 1;
        };
    }

    void setLimit(long limit) {
        this.limit = limit;
    }

    long limit() {
        return limit;
    }

    /** Tokens that wait. */
    long tokens() {
        return all().stream().mapToLong(lane -> lane.tokens).sum();
    }

    int size() {
        return all().stream().mapToInt(lane -> lane.tickets.size()).sum();
    }

    boolean isEmpty() {
        return all().stream().allMatch(lane -> lane.tickets.isEmpty());
    }

    /** True where one more request like those that wait in some lane has no room. */
    boolean isFull() {
        return all().stream()
                .anyMatch(lane ->
                        !lane.tickets.isEmpty() && missing(lane.priority, lane.tokens / lane.tickets.size()) > 0);
    }

    /** Tokens that must leave before a request of a priority has room; 0 or less where it has. */
    long missing(Priority priority, long tokens) {
        return tokens + tokens() + keptForOthers(priority) - limit;
    }

    private long keptForOthers(Priority priority) {
        return all().stream()
                .filter(lane -> lane.priority != priority)
                .mapToLong(lane -> Math.max(0, limit / KEPT_PART - lane.tokens))
                .sum();
    }

    /** The most tokens that requests of one priority ever have here, while nothing else waits. */
    long mostOfOne() {
        return limit - (lanes.size() - 1) * (limit / KEPT_PART);
    }

    /** Tokens that leave before a request of a priority that came now, as long as nothing else comes. */
    long ahead(Priority priority) {
        long own = lane(priority).tokens;
        return own
                + all().stream()
                        .filter(lane -> lane.priority != priority)
                        .mapToLong(lane -> Math.min(lane.tokens, own * share(lane.priority) / share(priority)))
                        .sum();
    }

    /** Adds a ticket whether there is room or not: what was admitted once comes back to its place. */
    void add(Ticket ticket) {
        Lane lane = lane(ticket.request().priority());
        if (lane.tickets.isEmpty()) {
            double lag = ticket.weight().tokens() * (1.0 / share(lane.priority) - 1.0 / LARGEST_SHARE);
            lane.start = Math.max(lane.start, virtualTime + lag);
        }
        if (lane.tickets.add(ticket)) {
            lane.tokens += ticket.weight().tokens();
        }
    }

    boolean remove(Ticket ticket) {
        Lane lane = lane(ticket.request().priority());
        boolean removed = lane.tickets.remove(ticket);
        if (removed) {
            lane.tokens -= ticket.weight().tokens();
            beginAnewIfEmpty();
        }
        return removed;
    }

    /**
     * Takes the next request out.
     *
     * @param mayStart says whether a slot is free for a priority
     * @return null where nothing waits that may start
     */
    @Nullable
    Ticket poll(Predicate<Priority> mayStart) {
        List<Lane> waiting =
                all().stream().filter(lane -> !lane.tickets.isEmpty()).toList();
        List<Lane> able =
                waiting.stream().filter(lane -> mayStart.test(lane.priority)).toList();
        if (able.isEmpty()) {
            return null;
        }
        Lane lane = able.stream().min(NEXT).orElseThrow();
        Ticket ticket = lane.tickets.first();
        if (able.size() == waiting.size()) { // else it takes a slot that was kept for it, and takes it from nobody
            virtualTime = lane.start;
            lane.start += (double) ticket.weight().tokens() / share(lane.priority);
        }
        remove(ticket);
        return ticket;
    }

    private void beginAnewIfEmpty() {
        if (isEmpty()) {
            virtualTime = 0;
            all().forEach(lane -> lane.start = 0);
        }
    }

    /** Takes everything out, in order of priority. */
    List<Ticket> drain() {
        List<Ticket> drained = new ArrayList<>();
        for (Lane lane : all()) {
            drained.addAll(lane.tickets);
            lane.tickets.clear();
            lane.tokens = 0;
        }
        beginAnewIfEmpty();
        return drained;
    }

    int size(Priority priority) {
        return lane(priority).tickets.size();
    }

    Optional<Instant> oldest() {
        return all().stream()
                .filter(lane -> !lane.tickets.isEmpty())
                .map(lane -> lane.tickets.first().accepted())
                .min(Comparator.naturalOrder());
    }

    private Lane lane(Priority priority) {
        Lane lane = lanes.get(priority);
        if (lane == null) {
            throw new IllegalStateException("No lane for " + priority);
        }
        return lane;
    }

    private Collection<Lane> all() {
        return lanes.values();
    }
}
