package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.Opcode.VPSLLD;

import org.jspecify.annotations.Nullable;

/**
 * The steps of a {@link ProductKernel} that differ between sets of instructions, for one function. Weights are read from
 * {@code RDI} on, or at a {@linkplain #readFrom distance} from there.
 */
abstract class ProductSteps {
    private final Assembler code;
    private final BlockLayout layout;
    private @Nullable Register distance;

    ProductSteps(Assembler code, BlockLayout layout) {
        this.code = code;
        this.layout = layout;
    }

    final BlockLayout layout() {
        return layout;
    }

    /** What the function is written to. */
    Assembler code() {
        return code;
    }

    /** From now on weights are read from so many bytes behind where they are else; null for no distance. */
    final void readFrom(@Nullable Register newDistance) {
        distance = newDistance;
    }

    /** {@code target = op(first, weights)}. */
    final void emitWithWeights(Opcode op, int target, int first, Register base, int displacement) {
        if (distance == null) {
            code.emit(op, target, first, base, displacement);
        } else {
            code.emit(op, target, first, base, distance, displacement);
        }
    }

    /** The register for the first vector of weights; those for the others follow it. */
    abstract int firstWeights();

    /** The register for the activations of a line. */
    abstract int lineCodes();

    /** The first of as many registers as there are vectors, which are free between runs of columns. */
    abstract int firstFree();

    /** Independent sums of integers for each of so many results, where a run of columns has so many quads. */
    abstract int chains(int results, int quads);

    /** Loads what the other steps want in registers. */
    abstract void constants();

    /** Loads the codes of a quad, {@link #bias} larger than the weights. */
    abstract void load(int vector, int quad);

    /** What the codes that were loaded are larger than the weights by: a power of two or 0. */
    int bias() {
        return layout.bias();
    }

    /** Makes the first integers of a run from −Σx: −{@link #bias} · Σx. */
    void begin(int integers) {
        code.emitImmediate(VPSLLD, integers, integers, Integer.numberOfTrailingZeros(bias()));
    }

    /** Adds the products of the loaded codes and those of a line, which may be lost thereby, to integers. */
    abstract void multiply(int integers, int vector);

    /** Makes the integers of a run 32-bit numbers, where they are others meanwhile. */
    void end(int integers) {}
}
