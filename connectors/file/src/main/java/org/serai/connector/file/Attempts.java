package org.serai.connector.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.serai.delivery.Backoff;

/**
 * Counts how often documents were begun, on the disk, so that an attempt in which the process died counts too; and
 * remembers which ones have to wait. Not thread-safe.
 */
final class Attempts {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /**
     * A document that waits.
     *
     * @param state the version that does
     * @param retryNanos until when
     */
    private record Waiting(FileState state, long retryNanos) {}

    private final AttemptRecords records;
    private final String inbox;
    private final Backoff backoff;
    private final LongSupplier nanoTime;
    private final Map<Path, AttemptRecords.Begun> begun = new HashMap<>();
    private final Map<Path, Waiting> waiting = new HashMap<>();

    /** @param inbox names the inbox wherever it is mounted */
    Attempts(AttemptRecords records, String inbox, Backoff backoff, LongSupplier nanoTime) {
        this.records = records;
        this.inbox = inbox;
        this.backoff = backoff;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes over what an earlier run began.
     *
     * @param decisions what it decided, and is begun no more
     */
    void resume(List<Decision> decisions) throws IOException {
        for (AttemptRecords.Begun record : records.read()) {
            begun.put(record.path(), record);
        }
        for (Decision decision : decisions) {
            if (decision.letter() == null) {
                forget(decision.path());
            }
        }
    }

    /** How often this version of the document was begun. */
    int count(Inbox.Found found) {
        AttemptRecords.Begun record = begun.get(found.path());
        return record != null && record.isOf(found) ? record.begun() : 0;
    }

    /**
     * Counts an attempt, durably, before it begins.
     *
     * @return what the delivery is called: the same at each attempt, and another for whatever is dropped later
     */
    String begin(Inbox.Found found) throws IOException {
        AttemptRecords.Begun record = begun.get(found.path());
        if (record == null || !record.isOf(found)) {
            record = new AttemptRecords.Begun(
                    found.path(),
                    found.state().size(),
                    found.state().modified(),
                    HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()),
                    0);
        }
        put(record.counted(1));
        return source(record);
    }

    /** What the delivery of this version is called; null where it was never begun. */
    @Nullable
    String source(Inbox.Found found) {
        AttemptRecords.Begun record = begun.get(found.path());
        return record != null && record.isOf(found) ? source(record) : null;
    }

    private String source(AttemptRecords.Begun record) {
        Instant modified = record.modified();
        return "file:" + inbox + "/" + record.path() + "@"
                + (modified.getEpochSecond() * NANOS_PER_SECOND + modified.getNano()) + "-" + record.size() + "#"
                + record.delivery();
    }

    private void put(AttemptRecords.Begun record) throws IOException {
        records.write(record);
        begun.put(record.path(), record);
    }

    /** An attempt that does not count after all: nothing was tried, or the route was stopped in the middle of it. */
    void uncount(Inbox.Found found) throws IOException {
        AttemptRecords.Begun record = begun.get(found.path());
        if (record != null && record.isOf(found) && record.begun() > 0) {
            put(record.counted(-1));
        }
    }

    /** True where it is too early to try again. */
    boolean mustWait(Inbox.Found found) {
        @Nullable Waiting until = waiting.get(found.path());
        return until != null && until.state().equals(found.state()) && until.retryNanos() - nanoTime.getAsLong() > 0;
    }

    /** Lets a document wait that failed, the longer the more often it did; answers for how long. */
    Duration waitAfterFailure(Inbox.Found found) {
        Duration wait = backoff.after(Math.max(1, count(found)));
        waitFor(found, wait);
        return wait;
    }

    void waitFor(Inbox.Found found, Duration wait) {
        waiting.put(found.path(), new Waiting(found.state(), nanoTime.getAsLong() + wait.toNanos()));
    }

    /** A document is concluded, or gone. */
    void forget(Path path) throws IOException {
        waiting.remove(path);
        if (begun.remove(path) != null) {
            records.delete(path);
        }
    }
}
