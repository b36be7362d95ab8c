package org.serai.device.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors that the kernels compute with: the widest that the CPU prefers, up to 512 bits. The species have to be
 * constants for the compiler; in a field of an object they make kernels forty times slower.
 */
final class Lanes {
    private static final VectorShape SHAPE = FloatVector.SPECIES_PREFERRED.vectorBitSize() > 512
            ? VectorShape.S_512_BIT
            : FloatVector.SPECIES_PREFERRED.vectorShape();

    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);

    /** Lanes of a vector: 4, 8 or 16. */
    static final int COUNT = FLOATS.length();

    /** True where the CPU has 32 vector registers for sure; with fewer, large tiles would spill. */
    static final boolean MANY_REGISTERS = COUNT == 16;

    private Lanes() {}

    /** The smallest multiple of {@link #COUNT} that is not below {@code n}. */
    static int roundUp(int n) {
        return Math.ceilDiv(n, COUNT) * COUNT;
    }
}
