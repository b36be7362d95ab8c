package org.serai.connector.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Remembers which documents failed in a way that can pass, and when to try them again. Not thread-safe. */
final class Attempts {
    /**
     * A document that failed.
     *
     * @param state the version that failed
     * @param failures how often
     * @param retryNanos when it is tried again
     */
    private record Failed(FileState state, int failures, long retryNanos) {}

    private final Map<Path, Failed> failed = new HashMap<>();
    private final Backoff backoff;
    private final LongSupplier nanoTime;

    Attempts(Backoff backoff, LongSupplier nanoTime) {
        this.backoff = backoff;
        this.nanoTime = nanoTime;
    }

    /** How often this version of the document has failed. */
    int failures(Inbox.Found found) {
        @Nullable Failed before = before(found);
        return before == null ? 0 : before.failures();
    }

    private @Nullable Failed before(Inbox.Found found) {
        @Nullable Failed before = failed.get(found.path());
        return before != null && before.state().equals(found.state()) ? before : null;
    }

    /** True where it is too early to try again. */
    boolean mustWait(Inbox.Found found) {
        @Nullable Failed before = before(found);
        return before != null && before.retryNanos() - nanoTime.getAsLong() > 0;
    }

    /** Counts a failure and answers how long the document has to wait. */
    Duration failed(Inbox.Found found) {
        int failures = failures(found) + 1;
        Duration wait = backoff.after(failures);
        failed.put(found.path(), new Failed(found.state(), failures, nanoTime.getAsLong() + wait.toNanos()));
        return wait;
    }

    void forget(Path path) {
        failed.remove(path);
    }
}
