package org.serai.device.cpu.kept;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the files of weights in a folder within a limit: what was used the longest time ago goes first. Several processes
 * may do so at once, and a file that goes stays readable for who has mapped it.
 */
public final class WeightFolder {
    /** Left free on the disk for everybody else. */
    private static final long RESERVE = 1L << 30;

    /** Nobody writes a file this long. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Path folder;
    private final String mark;
    private final long limit;

    /**
     * @param mark what the names of the files have in them, and no other file's name
     * @param limit bytes of all files together
     */
    public WeightFolder(Path folder, String mark, long limit) {
        this.folder = folder;
        this.mark = mark;
        this.limit = limit;
    }

    private record Known(Path file, long bytes, FileTime used) {}

    /**
     * Deletes old files until some bytes more are within the limit.
     *
     * @throws IOException where that cannot be, with a message for people; nothing is deleted for it then
     */
    public void makeRoom(long bytes) throws IOException {
        Files.createDirectories(folder);
        if (bytes > limit) {
            throw new IOException("they take " + mebibytes(bytes) + " and the limit is " + mebibytes(limit));
        }
        List<Known> files = files();
        FileTime deadBefore = FileTime.from(Instant.now().minus(PATIENCE));
        for (Known known : files) {
            if (WeightFileWriter.isPart(known.file()) && known.used().compareTo(deadBefore) < 0) {
                Files.deleteIfExists(known.file());
            }
        }
        long total = files.stream().mapToLong(Known::bytes).sum();
        long free = Files.getFileStore(folder).getUsableSpace();
        for (Known known : files) {
            if (total + bytes <= limit) {
                break;
            }
            if (!WeightFileWriter.isPart(known.file())) {
                Files.deleteIfExists(known.file());
                total -= known.bytes();
                free += known.bytes();
            }
        }
        if (free < bytes + RESERVE) {
            throw new IOException("they take " + mebibytes(bytes) + ", of the " + mebibytes(free) + " that are free "
                    + mebibytes(RESERVE) + " are left to others");
        }
    }

    /** The files, by the time of their last use. */
    private List<Known> files() throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.list(folder)) {
            paths = all.filter(path -> path.getFileName().toString().contains(mark))
                    .toList();
        }
        List<Known> files = new ArrayList<>();
        for (Path path : paths) {
            look(path).ifPresent(files::add);
        }
        files.sort(Comparator.comparing(Known::used));
        return files;
    }

    private static Optional<Known> look(Path path) throws IOException {
        try {
            return Optional.of(new Known(path, Files.size(path), Files.getLastModifiedTime(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // another process was quicker
        }
    }

    private static String mebibytes(long bytes) {
        return Math.ceilDiv(bytes, 1 << 20) + " MiB";
    }
}
