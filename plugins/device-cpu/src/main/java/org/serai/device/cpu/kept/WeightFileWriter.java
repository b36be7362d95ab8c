package org.serai.device.cpu.kept;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;
import org.serai.model.TensorInfo;

/**
 * Writes a file of weights beside its place, and renames it when all of it is on the disk. A process that is killed leaves
 * the beginning of a file, which {@link WeightFolder} removes.
 */
public final class WeightFileWriter {
    /** Long enough for the system to keep the file in huge pages: it does so where one call fills them. */
    private static final int BUFFER = 2 * Index.PAGE;

    private static final String PART = ".part";

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final CRC32C crc = new CRC32C();
    private final List<Integer> checksums = new ArrayList<>();
    private long inChunk;

    private WeightFileWriter(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * A tensor.
     *
     * @param memory as the kernels have it
     */
    public record Image(TensorInfo tensor, MemorySegment memory) {}

    /** Bytes that a file of these tensors takes, but for its index. */
    public static long bytes(List<Image> images) {
        return images.stream()
                .mapToLong(image -> padded(image.memory().byteSize()))
                .sum();
    }

    /** True for a file that is not written to its end yet, or was not before its process ended. */
    static boolean isPart(Path file) {
        return file.toString().endsWith(PART);
    }

    /**
     * Writes a file. An interrupt of the thread ends it.
     *
     * @param key digest and layout of the weights
     * @throws IOException where it cannot be written; nothing is left then
     */
    public static void write(Path target, String key, List<Image> images) throws IOException {
        Path folder = Files.createDirectories(target.toAbsolutePath().getParent());
        Path part = Files.createTempFile(folder, target.getFileName().toString(), PART);
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                new WeightFileWriter(channel).write(key, images);
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static List<Entry> entries(List<Image> images) {
        List<Entry> entries = new ArrayList<>();
        long at = 0;
        for (Image image : images) {
            entries.add(Entry.of(image.tensor(), at, image.memory().byteSize()));
            at += padded(image.memory().byteSize());
        }
        return entries;
    }

    private static long padded(long bytes) {
        return Math.ceilDiv(bytes, Index.ALIGNMENT) * Index.ALIGNMENT;
    }

    private void write(String key, List<Image> images) throws IOException {
        List<Entry> entries = entries(images);
        long bytes = bytes(images);
        Index blank = new Index(key, entries, bytes, Collections.nCopies(Index.chunks(bytes), 0));
        channel.position(blank.payloadAt());
        for (Image image : images) {
            append(image.memory());
            buffer.put(
                    new byte
                            [(int) (padded(image.memory().byteSize())
                                    - image.memory().byteSize())]);
        }
        flush();
        if (inChunk > 0) {
            endChunk();
        }
        channel.position(0);
        writeFully(ByteBuffer.wrap(new Index(key, entries, bytes, checksums).bytes()));
    }

    /** The buffer always has room for the padding behind a tensor: its length is a multiple of the alignment. */
    private void append(MemorySegment memory) throws IOException {
        long at = 0;
        while (at < memory.byteSize()) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int count = (int) Math.min(buffer.remaining(), memory.byteSize() - at);
            buffer.put(memory.asSlice(at, count).asByteBuffer());
            at += count;
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        inChunk += buffer.remaining();
        crc.update(buffer);
        buffer.rewind();
        writeFully(buffer);
        buffer.clear();
        if (inChunk == Index.CHUNK) {
            endChunk();
        }
    }

    private void endChunk() {
        checksums.add((int) crc.getValue());
        crc.reset();
        inChunk = 0;
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
