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
 * Weights that an earlier process packed, mapped from their file. Whether a file is mapped in huge pages depends on the
 * system and on how it came to read the file; small ones make decoding slower, so weights in such are moved, while they are
 * used, to memory in huge pages.
 */
final class KeptWeights implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptWeights.class);

    /** Moved at once: whole huge pages, and not so many that memory has to hold all twice. */
    private static final long STEP = 8 * HugePages.BYTES;

    private final Path path;
    private final WeightFile file;
    private final Arena arena;

    private KeptWeights(Path path, WeightFile file, Arena arena) {
        this.path = path;
        this.file = file;
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
            markAsUsed(place.file());
            return Optional.of(new KeptWeights(place.file(), file, arena));
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

    /** Moves them to huge pages where they are not in such. An interrupt of the thread ends it. */
    void moveToHugePages() throws IOException {
        MemorySegment memory = file.payload();
        if (!HugePages.areThere() || HugePages.hold(memory)) {
            return;
        }
        long at = Math.ceilDiv(memory.address(), HugePages.BYTES) * HugePages.BYTES - memory.address();
        while (at < memory.byteSize() && !Thread.currentThread().isInterrupted()) {
            long bytes = Math.min(STEP, memory.byteSize() - at);
            if (!HugePages.moveInto(memory.asSlice(at, bytes))) {
                LOG.warn("The system gives no huge pages for the weights in {}, so that decoding takes longer", path);
                return;
            }
            at += bytes;
        }
        LOG.debug("The weights in {} are in huge pages now", path);
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
        return file.offset(tensor, bytes).map(offset -> file.payload().asSlice(offset, bytes));
    }

    @Override
    public void close() {
        arena.close();
    }
}
