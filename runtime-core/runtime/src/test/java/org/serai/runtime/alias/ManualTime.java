package org.serai.runtime.alias;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when a test says so. Thread-safe. */
public final class ManualTime implements Timekeeper {
    private final List<Entry> entries = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private record Entry(Instant when, Runnable action) {}

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized Timer at(Instant when, Runnable action) {
        Entry entry = new Entry(when, action);
        entries.add(entry);
        return () -> remove(entry);
    }

    private synchronized void remove(Entry entry) {
        entries.remove(entry);
    }

    /** How many actions wait for their time. */
    synchronized int pending() {
        return entries.size();
    }

    /** Lets time pass, and runs what is due in this thread. */
    public void pass(Duration duration) {
        List<Entry> due;
        synchronized (this) {
            now = now.plus(duration);
            due = entries.stream().filter(entry -> !entry.when().isAfter(now)).toList();
            entries.removeAll(due);
        }
        due.forEach(entry -> entry.action().run());
    }
}
