package org.serai.runtime.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;

/**
 * Where requests for the same work meet: whoever comes while it is looked up or done waits for the same outcome, and holds
 * no thread meanwhile. Thread-safe.
 */
final class Desk implements Ledger {
    private final Books books;
    private final LedgerCounters counters;
    private final InstantSource clock;
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final ConcurrentMap<String, Work> works = new ConcurrentHashMap<>();

    /**
     * @param clock the time of deadlines
     * @param executor runs what blocks, each in a thread of its own
     * @param timer starts what is due, and does no work itself
     */
    Desk(Books books, LedgerCounters counters, InstantSource clock, Executor executor, ScheduledExecutorService timer) {
        this.books = books;
        this.counters = counters;
        this.clock = clock;
        this.executor = executor;
        this.timer = timer;
    }

    @Override
    public Generation submit(
            GenerateRequest request, Supplier<String> modelDigest, GenerationListener listener, Worker worker) {
        Instant now = clock.instant();
        Waiter waiter = new Waiter(request, listener, worker, now);
        Instant deadline = request.deadline();
        if (deadline != null) {
            waiter.expiresBy(timer.schedule(
                    () -> executor.execute(() -> waiter.expire(clock.instant())),
                    Math.max(0, Duration.between(now, deadline).toNanos()),
                    TimeUnit.NANOSECONDS));
        }
        executor.execute(() -> enter(waiter, modelDigest));
        return waiter;
    }

    private void enter(Waiter waiter, Supplier<String> modelDigest) {
        try {
            enter(waiter, EntryKey.of(waiter.request(), modelDigest.get()));
        } catch (RuntimeException e) {
            waiter.fail(e);
        }
    }

    private void enter(Waiter waiter, EntryKey key) {
        String hash = key.hash();
        Work begun = new Work(this, key, hash);
        Work joined = works.compute(hash, (same, present) -> {
            if (present != null && present.join(waiter)) {
                return present;
            }
            begun.join(waiter);
            return begun;
        });
        if (joined == begun) {
            begun.look();
        }
    }

    Books books() {
        return books;
    }

    Executor executor() {
        return executor;
    }

    void later(Duration pause, Runnable step) {
        var _ = timer.schedule(() -> executor.execute(step), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    void countHit() {
        counters.hits.increment();
    }

    void countMiss(boolean takenOver) {
        counters.misses.increment();
        if (takenOver) {
            counters.takenOver.increment();
        }
    }

    void forget(Work work) {
        works.remove(work.hash(), work);
    }

    /** Prolongs the claims on everything that is under way. */
    void renew() {
        Map<String, String> claims = new ConcurrentHashMap<>();
        works.forEach((hash, work) -> work.claimId().ifPresent(id -> claims.put(hash, id)));
        books.renew(claims);
    }

    /** How many pieces of work are looked up or under way. */
    int size() {
        return works.size();
    }

    /** Fails whatever waits for others. */
    void abandon(RuntimeException reason) {
        works.values().forEach(work -> work.end(waiter -> waiter.fail(reason)));
    }
}
