package org.serai.connector.kafka.consumer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records that go through the route one after the other, and those that are handed to it while it runs, so that a stream of
 * quick records needs no thread and no word to the loop for each. It ends when it has none left, after a failure, and where a
 * partition is about to go; what is left then was not touched.
 *
 * <p>It runs in threads of its own; all other methods belong to the loop.
 */
final class Batch implements Runnable {
    private final RouteEntry route;
    private final Consumer<Batch> ended;

    /** What the route has not got: it takes from the front, and a recall from the back. */
    private final Deque<Delivery> waiting = new ConcurrentLinkedDeque<>();

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicLong workNanos = new AtomicLong();
    private boolean closed;
    private volatile boolean over;

    /** What the loop has not heard the end of, in the same order. */
    private final Deque<Delivery> open = new ArrayDeque<>();

    private int heard;
    private long heardWorkNanos;
    private long silentSinceNanos;
    private long shortSinceNanos;

    /** @param ended hears that the batch is over, on any thread */
    Batch(RouteEntry route, Consumer<Batch> ended) {
        this.route = route;
        this.ended = ended;
    }

    /**
     * Takes records, whose attempts are set.
     *
     * @return false where the batch ends and takes none
     */
    boolean take(List<Delivery> more, long now) {
        synchronized (waiting) {
            if (closed) {
                return false;
            }
            waiting.addAll(more);
        }
        if (open.isEmpty()) {
            silentSinceNanos = now;
            shortSinceNanos = now;
        }
        open.addAll(more);
        return true;
    }

    /** What it was given and has not told the end of. */
    Collection<Delivery> open() {
        return open;
    }

    /** Whether it ended. What is said of its records after this is final. */
    boolean isOver() {
        return over;
    }

    /** The records that it has done with since this was asked last. */
    List<Delivery> hear(long now) {
        int news = done.getAcquire() - heard;
        List<Delivery> records = new ArrayList<>(news);
        for (int i = 0; i < news; i++) {
            records.add(open.removeFirst());
        }
        heard += news;
        silentSinceNanos = news == 0 ? silentSinceNanos : now;
        return records;
    }

    /** How long the route worked since this was asked last. */
    long workedNanos() {
        long before = heardWorkNanos;
        heardWorkNanos = workNanos.getAcquire();
        return heardWorkNanos - before;
    }

    /** Whether records wait in it behind one that takes longer than so long. */
    boolean isStuck(long now, long nanos) {
        return open.size() > 1 && now - silentSinceNanos > nanos;
    }

    /**
     * Whether it has had more records than it should for longer than so long: they were quicker when it got them.
     *
     * @param most how many it should have
     */
    boolean isOverfull(int most, long now, long nanos) {
        if (open.size() <= most) {
            shortSinceNanos = now;
        }
        return now - shortSinceNanos > nanos;
    }

    /** Takes back what the route has not got. The batch ends with the present record. */
    Collection<Delivery> recall() {
        close();
        Deque<Delivery> untouched = new ArrayDeque<>();
        while (waiting.pollLast() != null) {
            untouched.addFirst(open.removeLast());
        }
        return untouched;
    }

    private void close() {
        synchronized (waiting) {
            closed = true;
        }
    }

    /** Goes on from record to record for as long as each ends before the call that began it returns. */
    @Override
    public void run() {
        long begin = System.nanoTime();
        @Nullable Delivery next = next();
        while (next != null) {
            Attempt attempt = Objects.requireNonNull(next.inWork());
            if (next.partition().isClosing()) {
                done.setRelease(done.getPlain() + 1);
                break;
            }
            long began = begin;
            if (!route.process(attempt, () -> goOn(attempt, began))) {
                return;
            }
            begin = conclude(began);
            next = attempt.failure() == null ? next() : null;
        }
        end();
    }

    private void goOn(Attempt attempt, long began) {
        conclude(began);
        if (attempt.failure() == null) {
            run();
        } else {
            end();
        }
    }

    private @Nullable Delivery next() {
        @Nullable Delivery next = waiting.pollFirst();
        if (next == null) {
            synchronized (waiting) {
                next = waiting.pollFirst();
                closed = closed || next == null;
            }
        }
        return next;
    }

    private long conclude(long began) {
        long now = System.nanoTime();
        workNanos.setRelease(workNanos.getPlain() + now - began);
        done.setRelease(done.getPlain() + 1);
        return now;
    }

    private void end() {
        close();
        over = true;
        ended.accept(this);
    }
}
