package org.serai.runtime.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.serai.runtime.store.fetch.Digests;

/**
 * Digests of files that this process has read. One counts as long as size, time of change and identity of every file
 * stay as they were, and only in memory: another process reads the files anew. Thread-safe.
 */
final class DigestCache {
    private final ConcurrentMap<List<Path>, Known> known = new ConcurrentHashMap<>();

    private record Stamp(
            long size, FileTime changed, @Nullable Object identity) {}

    private record Known(List<Stamp> stamps, String digest) {}

    /** The digest of the files, read now or before. */
    String digest(List<Path> files) throws IOException {
        List<Stamp> stamps = stamps(files);
        Known before = known.get(files);
        if (before != null && before.stamps.equals(stamps)) {
            return before.digest;
        }
        String digest = Digests.of(files, done -> {});
        if (stamps(files).equals(stamps)) {
            known.put(List.copyOf(files), new Known(stamps, digest));
        }
        return digest;
    }

    private static List<Stamp> stamps(List<Path> files) throws IOException {
        List<Stamp> stamps = new ArrayList<>();
        for (Path file : files) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            stamps.add(new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()));
        }
        return stamps;
    }
}
