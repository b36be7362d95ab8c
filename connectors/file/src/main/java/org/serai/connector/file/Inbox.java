package org.serai.connector.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
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

    private final Path folder;
    private final NameFilter filter;
    private final int depth;
    private final long settleNanos;
    private final Comparator<Found> order;
    private final LongSupplier nanoTime;
    private Map<Path, Seen> seen = new HashMap<>();
    private final Set<Path> reportedLinks = new HashSet<>();

    /**
     * Makes an inbox.
     *
     * @param recursive true to look into its folders too
     * @param settle how long a file must have been the same
     * @param nanoTime a monotonic clock
     */
    Inbox(Path folder, NameFilter filter, boolean recursive, Duration settle, InboxOrder order, LongSupplier nanoTime) {
        this.folder = folder;
        this.filter = filter;
        this.depth = recursive ? Integer.MAX_VALUE : 1;
        this.settleNanos = settle.toNanos();
        this.order = order.comparator();
        this.nanoTime = nanoTime;
    }

    /** Looks once and gives what has settled, in order. */
    List<Found> look() throws IOException {
        long now = nanoTime.getAsLong();
        Map<Path, Seen> sight = new HashMap<>();
        List<Found> settled = new ArrayList<>();
        for (Found found : files()) {
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

    private List<Found> files() throws IOException {
        List<Found> files = new ArrayList<>();
        Files.walkFileTree(
                folder, EnumSet.noneOf(java.nio.file.FileVisitOption.class), depth, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                        return visited.equals(folder) || !filter.isHidden(visited)
                                ? FileVisitResult.CONTINUE
                                : FileVisitResult.SKIP_SUBTREE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        Path path = folder.relativize(file);
                        if (attributes.isSymbolicLink()) {
                            reportLink(path);
                        } else if (attributes.isRegularFile() && filter.accepts(path)) {
                            files.add(new Found(path, FileState.of(attributes)));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                        if (file.equals(folder)) {
                            throw failure;
                        }
                        // Gone since the folder was listed, or a folder that must not be read: there is no document to
                        // take.
                        LOG.debug("Skipping {}: {}", file, failure.toString());
                        return FileVisitResult.CONTINUE;
                    }
                });
        return files;
    }

    /** A link could lead anywhere, such as to a file of another user that the answer would then show. */
    private void reportLink(Path path) {
        if (!filter.isHidden(path) && reportedLinks.add(path)) {
            LOG.warn("{} in inbox {} is a symbolic link and is left alone. Put the file itself there.", path, folder);
        }
    }
}
