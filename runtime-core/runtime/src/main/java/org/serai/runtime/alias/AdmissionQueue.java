package org.serai.runtime.alias;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.serai.engine.Priority;

/** The requests that wait, in the order in which they are served. Guarded by the {@link Dispatcher}'s lock. */
final class AdmissionQueue {
    private final TreeSet<Ticket> tickets = new TreeSet<>(Ticket.ORDER);
    private int limit;

    AdmissionQueue(int limit) {
        this.limit = limit;
    }

    void setLimit(int limit) {
        this.limit = limit;
    }

    int limit() {
        return limit;
    }

    int size() {
        return tickets.size();
    }

    boolean isEmpty() {
        return tickets.isEmpty();
    }

    boolean isFull() {
        return tickets.size() >= limit;
    }

    /** Adds a ticket whether there is room or not: what was admitted once comes back to its place. */
    void add(Ticket ticket) {
        tickets.add(ticket);
    }

    boolean remove(Ticket ticket) {
        return tickets.remove(ticket);
    }

    @Nullable
    Ticket poll() {
        return tickets.pollFirst();
    }

    List<Ticket> drain() {
        List<Ticket> all = new ArrayList<>(tickets);
        tickets.clear();
        return all;
    }

    int size(Priority priority) {
        return (int) tickets.stream()
                .filter(ticket -> ticket.request().priority() == priority)
                .count();
    }

    Optional<Instant> oldest() {
        return tickets.stream().map(Ticket::accepted).min(Instant::compareTo);
    }
}
