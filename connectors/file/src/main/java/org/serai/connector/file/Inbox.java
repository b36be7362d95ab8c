package org.serai.connector.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the documents that nobody writes to any more: those whose size, time and identity have been the same for a while.
 * Not thread-safe.
 */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /**
     * A document to take.
     *
     * @param path from the inbox
     * @param state the version of it
     */
    record Found(Path path, FileState state) {}

    /**
     * A file that was seen.
     *
     * @param state how it was
     * @param sinceNanos since when it has been so
     */
    private record Seen(FileState state, long sinceNanos) {}

    private final InboxWalk walk;
    private final long settleNanos;
    private final Comparator<Found> order;
    private final LongSupplier nanoTime;
    private Map<Path, Seen> seen = new HashMap<>();
    private final Set<Path> reportedLinks = new HashSet<>();

    /**
     * Makes an inbox.
     *
     * @param settle how long a file must have been the same
     * @param nanoTime a monotonic clock
     */
    Inbox(InboxWalk walk, Duration settle, InboxOrder order, LongSupplier nanoTime) {
        this.walk = walk;
        this.settleNanos = settle.toNanos();
        this.order = order.comparator();
        this.nanoTime = nanoTime;
    }

    /** Looks once and gives what has settled, in order. */
    List<Found> look() throws IOException {
        long now = nanoTime.getAsLong();
        Map<Path, Seen> sight = new HashMap<>();
        List<Found> settled = new ArrayList<>();
        for (Found found : walk.files(this::reportLink)) {
            @Nullable Seen before = seen.get(found.path());
            Seen current =
                    before != null && before.state().equals(found.state()) ? before : new Seen(found.state(), now);
            sight.put(found.path(), current);
            if (now - current.sinceNanos() >= settleNanos) {
                settled.add(found);
            }
        }
        seen = sight;
        settled.sort(order);
        return settled;
    }

    /** A link could lead anywhere, such as to a file of another user that the answer would then show. */
    private void reportLink(Path path) {
        if (!walk.filter().isHidden(path) && reportedLinks.add(path)) {
            LOG.warn(
                    "{} in inbox {} is a symbolic link and is left alone. Put the file itself there.",
                    path,
                    walk.folder());
        }
    }
}
