package org.serai.device.cpu.kept;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.serai.model.TensorInfo;

/** A file of kept weights, mapped for reading. Its tensors are good once all {@linkplain #isSound chunks} were looked at. */
public final class WeightFile {
    private final Index index;
    private final Map<String, Entry> entries;
    private final MemorySegment payload;

    private WeightFile(Index index, MemorySegment payload) {
        this.index = index;
        this.payload = payload;
        entries = index.entries().stream().collect(Collectors.toMap(Entry::name, Function.identity()));
    }

    /**
     * Maps a file.
     *
     * @param key what the weights have to be of: digest and layout
     * @param arena unmaps it
     * @throws IOException where it cannot be read, is damaged, or is of something else
     */
    public static WeightFile open(Path file, String key, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            Index index =
                    Index.read(new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel))), size);
            if (!index.key().equals(key)) {
                throw new IOException("it is of " + index.key() + " and not of " + key);
            }
            long payloadAt = size - index.payloadBytes();
            return new WeightFile(
                    index,
                    plain(channel.map(FileChannel.MapMode.READ_ONLY, payloadAt, index.payloadBytes(), arena), arena));
        }
    }

    /**
     * The same memory without a tie to its file: kernels that meet two kinds of segments run slower, and weights that were
     * packed in this process are of this kind.
     */
    @SuppressWarnings("restricted") // the same address and length
    private static MemorySegment plain(MemorySegment mapped, Arena arena) {
        return MemorySegment.ofAddress(mapped.address()).reinterpret(mapped.byteSize(), arena, null);
    }

    /** Parts that can be checked beside each other. */
    public int chunks() {
        return index.checksums().size();
    }

    /** Compares a part with its checksum. */
    public boolean isSound(int chunk) {
        long from = (long) chunk * Index.CHUNK;
        CRC32C crc = new CRC32C();
        crc.update(payload.asSlice(from, Math.min(Index.CHUNK, payload.byteSize() - from))
                .asByteBuffer());
        return (int) crc.getValue() == index.checksums().get(chunk);
    }

    /** All of it. */
    public MemorySegment payload() {
        return payload;
    }

    /**
     * Where a tensor is in the payload.
     *
     * @param bytes its length as the kernels want it
     * @return empty where the file has no such tensor
     */
    public Optional<Long> offset(TensorInfo tensor, long bytes) {
        @Nullable Entry entry = entries.get(tensor.name());
        return entry != null && entry.isOf(tensor) && entry.bytes() == bytes
                ? Optional.of(entry.offset())
                : Optional.empty();
    }
}
