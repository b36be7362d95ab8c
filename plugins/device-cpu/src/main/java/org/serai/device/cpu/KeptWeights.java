package org.serai.device.cpu;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.serai.device.cpu.kept.WeightFile;
import org.serai.model.TensorInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weights that an earlier process packed, in memory: mapped from their file where the system does so in huge pages, for
 * small ones would make decoding slower, and else read into memory that has them.
 */
final class KeptWeights implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptWeights.class);

    private final Path path;
    private final WeightFile file;
    private final MemorySegment payload;
    private final Arena arena;

    private KeptWeights(Path path, WeightFile file, MemorySegment payload, Arena arena) {
        this.path = path;
        this.file = file;
        this.payload = payload;
        this.arena = arena;
    }

    /**
     * Opens a file and checks all of it. One that cannot be used is deleted, after a warning.
     *
     * @param team reads and checks it
     */
    static Optional<KeptWeights> open(Keeping.Place place, ThreadTeam team) {
        Arena arena = Arena.ofShared();
        try {
            WeightFile file = WeightFile.open(place.file(), place.key(), arena);
            check(file, team);
            KeptWeights kept = inHugePages(place.file(), file, arena, team);
            markAsUsed(place.file());
            return Optional.of(kept);
        } catch (NoSuchFileException e) {
            arena.close();
            return Optional.empty();
        } catch (IOException e) {
            arena.close();
            discard(place.file(), Optional.ofNullable(e.getMessage()).orElseGet(e::toString));
            return Optional.empty();
        }
    }

    private static void discard(Path path, String reason) {
        LOG.warn("The packed weights in {} are no good and are packed anew: {}", path, reason);
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted; delete it, or it will be tried again at the next start", path, e);
        }
    }

    /** Deletes the file, which lacks what the model has; what was found stays in memory. */
    void discard() {
        discard(path, "tensors are missing in it");
    }

    private static void check(WeightFile file, ThreadTeam team) throws IOException {
        AtomicBoolean sound = new AtomicBoolean(true);
        team.run((member, members) -> {
            for (int chunk = member; chunk < file.chunks() && sound.get(); chunk += members) {
                if (!file.isSound(chunk)) {
                    sound.set(false);
                }
            }
        });
        if (!sound.get()) {
            throw new IOException("its checksum is another");
        }
    }

    private static KeptWeights inHugePages(Path path, WeightFile file, Arena mapping, ThreadTeam team)
            throws IOException {
        MemorySegment mapped = file.payload();
        if (!HugePages.areThere() || HugePages.hold(mapped)) {
            return new KeptWeights(path, file, mapped, mapping);
        }
        Arena arena = Arena.ofShared();
        long pages = Math.ceilDiv(mapped.byteSize(), HugePages.BYTES);
        Optional<MemorySegment> memory = HugePages.allocate(pages * HugePages.BYTES, arena);
        if (memory.isEmpty()) {
            arena.close();
            return new KeptWeights(path, file, mapped, mapping);
        }
        team.run((member, members) -> {
            long from = pages * member / members * HugePages.BYTES;
            long to = Math.min(pages * (member + 1) / members * HugePages.BYTES, mapped.byteSize());
            MemorySegment.copy(mapped, from, memory.get(), from, to - from);
        });
        mapping.close();
        return new KeptWeights(path, file, memory.get(), arena);
    }

    private static void markAsUsed(Path path) {
        try {
            Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOG.debug("{} may be read only, so it counts as used when it was written", path, e);
        }
    }

    /**
     * A tensor.
     *
     * @param bytes its length as the kernels want it
     */
    Optional<MemorySegment> find(TensorInfo tensor, long bytes) {
        return file.offset(tensor, bytes).map(offset -> payload.asSlice(offset, bytes));
    }

    @Override
    public void close() {
        arena.close();
    }
}
