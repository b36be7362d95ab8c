package org.serai.device.cpu;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.kept.WeightFileWriter.Image;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.model.TensorInfo;

/**
 * The weights of a session in memory: as an earlier process packed and kept them, or packed now and kept for the next one.
 * Either way they are the same to the bit. Used by the session's thread.
 */
final class ResidentWeights implements AutoCloseable {
    private final Kernels kernels;
    private final ThreadTeam team;
    private final MemoryBudget budget;
    private final Optional<Keeping.Place> place;
    private final WeightMemory memory = new WeightMemory();
    private final List<Image> images = new ArrayList<>();
    private Optional<KeptWeights> kept = Optional.empty();
    private boolean looked;
    private boolean packed;
    private @Nullable Keeper keeper;
    private long bytes;

    /** @param place where weights are kept; empty to keep none */
    ResidentWeights(Kernels kernels, ThreadTeam team, MemoryBudget budget, Optional<Keeping.Place> place) {
        this.kernels = kernels;
        this.team = team;
        this.budget = budget;
        this.place = place;
    }

    /** Bytes in memory. */
    long bytes() {
        return bytes;
    }

    /**
     * Makes a tensor resident.
     *
     * @param data as the model file has it; not read where it was kept
     */
    Matrix load(TensorInfo tensor, WeightFormat format, MemorySegment data) {
        int rows = (int) tensor.rows();
        int columns = (int) tensor.columns();
        long needed = kernels.bytes(format, rows, columns);
        budget.reserve(needed, "Tensor " + tensor.name());
        bytes += needed;
        boolean keepable = place.isPresent() && kernels.isLaidOut(format);
        @Nullable
        MemorySegment image = keepable
                ? kept().flatMap(weights -> weights.find(tensor, needed)).orElse(null)
                : null;
        if (image == null) {
            image = memory.allocate(needed);
            Pack.pack(kernels.packing(format, rows, columns, data, image), data, team);
            packed |= keepable;
        }
        if (keepable) {
            images.add(new Image(tensor, image));
        }
        return kernels.matrix(format, rows, columns, image);
    }

    private Optional<KeptWeights> kept() {
        if (!looked) {
            looked = true;
            kept = place.flatMap(known -> KeptWeights.open(known, team));
        }
        return kept;
    }

    /** Says that all tensors are resident: what was packed is kept, and what was kept is moved, from now on. */
    void complete() {
        if (place.isEmpty() || keeper != null) {
            return;
        }
        if (packed) {
            kept.ifPresent(KeptWeights::discard);
            keeper = Keeper.write(place.get(), List.copyOf(images));
        } else {
            kept.ifPresent(weights -> keeper = Keeper.move(place.get(), weights));
        }
    }

    /** Waits until what was packed is kept and what was kept is moved, or cannot be. */
    void awaitKept() throws InterruptedException {
        if (keeper != null) {
            keeper.await();
        }
    }

    @Override
    public void close() {
        if (keeper != null) {
            keeper.close();
        }
        kept.ifPresent(KeptWeights::close);
        memory.close();
        budget.release(bytes);
        bytes = 0;
    }
}
