package org.serai.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the reference data that tests compare with. A part of it, small and free to share, ships inside this module;
 * where the checkout has {@code ../shared/goldens/goldens.tar.xz} beside it, the whole of it is used instead. Both have
 * the same layout, so a test walks over what is there.
 *
 * <p>Data is unpacked once into the user's cache folder and is read-only for tests.
 */
public final class Goldens {
    private Goldens() {}

    /**
     * A folder of reference data.
     *
     * @param part {@code models}, {@code tokenizers}, {@code templates}, {@code sampling} or {@code dequant}
     */
    public static Path directory(String part) {
        return archive()
                .map(Goldens::unpackedArchive)
                .orElseGet(() -> unpackedResource(part))
                .resolve(part);
    }

    /** True where the whole archive is used, false where only the part inside the project is. */
    public static boolean whole() {
        return archive().isPresent();
    }

    private static Optional<Path> archive() {
        return checkout()
                .map(root -> root.resolveSibling("shared").resolve("goldens").resolve("goldens.tar.xz"))
                .filter(Files::isReadable);
    }

    private static Optional<Path> checkout() {
        for (@Nullable Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    private static Path unpackedArchive(Path archive) {
        try {
            String identity = Files.size(archive) + "-"
                    + Files.getLastModifiedTime(archive).toMillis();
            return unpackOnce("goldens-" + identity, target -> untar(archive, target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void untar(Path archive, Path target) throws IOException {
        Process tar = new ProcessBuilder("tar", "-xJf", archive.toString(), "-C", target.toString())
                .inheritIO()
                .start();
        try {
            if (tar.waitFor() != 0) {
                throw new IOException("tar could not unpack " + archive);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while unpacking " + archive, e);
        }
    }

    private static Path unpackedResource(String part) {
        String name = "goldens/" + part + ".zip";
        try (InputStream in = Goldens.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no reference data named " + part);
            }
            byte[] zip = in.readAllBytes();
            CRC32 checksum = new CRC32();
            checksum.update(zip);
            String identity = part + "-" + HexFormat.of().toHexDigits((int) checksum.getValue());
            return unpackOnce("goldens-" + identity, target -> unzip(zip, target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unzip(byte[] zip, Path target) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new java.io.ByteArrayInputStream(zip))) {
            for (@Nullable ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("An entry leaves the archive: " + entry.getName());
                }
                Files.createDirectories(file.resolveSibling(""));
                Files.copy(in, file);
            }
        }
    }

    private interface Unpacker {
        void unpack(Path target) throws IOException;
    }

    /** Unpacks beside the final place and renames, under a lock, since several test processes run at once. */
    private static Path unpackOnce(String name, Unpacker unpacker) throws IOException {
        Path cache = cache();
        Path done = cache.resolve(name);
        if (Files.isDirectory(done)) {
            return done;
        }
        Files.createDirectories(cache);
        synchronized (Goldens.class) {
            try (FileChannel channel = FileChannel.open(
                            cache.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.isDirectory(done)) {
                    Path work = cache.resolve(name + ".part");
                    deleteTree(work);
                    Files.createDirectories(work);
                    unpacker.unpack(work);
                    Files.move(work, done, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        return done;
    }

    private static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg != null && !xdg.isBlank() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("serai").resolve("tests");
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
