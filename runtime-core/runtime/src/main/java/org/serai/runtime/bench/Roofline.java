package org.serai.runtime.bench;

import java.util.Optional;
import java.util.OptionalDouble;
import org.serai.device.HardwareLimits;

/**
 * What the machine allows at most (Williams, Waterman and Patterson, 2009): weights have to come from memory once for each
 * step, and each is multiplied and added once for each token. Attention and the KV cache are left out, so that the limit is a
 * little higher than what could be reached.
 */
record Roofline(HardwareLimits machine, ModelWeights model) {
    /** A multiplication and an addition. */
    private static final double OPERATIONS = 2;

    /**
     * A limit.
     *
     * @param rate in the unit of the work
     * @param by {@code int8}, {@code f32} or {@code memory}
     */
    record Bound(double rate, String by) {}

    /** The nearest limit of some work; empty where none is known. */
    Optional<Bound> bound(Work work) {
        return switch (work) {
            case Work.Prefill prefill -> arithmetic(model.inBlocks());
            case Work.Decode decode ->
                nearer(memory(decode.sequences()), arithmetic(model.inBlocks() + model.inHead()));
            case Work.Documents documents -> Optional.empty();
        };
    }

    private Optional<Bound> memory(int sequences) {
        OptionalDouble read = machine.memoryRead();
        return read.isPresent()
                ? Optional.of(new Bound(sequences * read.getAsDouble() / model.bytes(), "memory"))
                : Optional.empty();
    }

    /** Integers are faster wherever there are instructions for them. */
    private Optional<Bound> arithmetic(long weights) {
        if (machine.int8Operations().isPresent()) {
            return Optional.of(new Bound(machine.int8Operations().getAsDouble() / (OPERATIONS * weights), "int8"));
        }
        return machine.f32Operations().isPresent()
                ? Optional.of(new Bound(machine.f32Operations().getAsDouble() / (OPERATIONS * weights), "f32"))
                : Optional.empty();
    }

    private static Optional<Bound> nearer(Optional<Bound> one, Optional<Bound> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return one.get().rate() <= other.get().rate() ? one : other;
    }
}
