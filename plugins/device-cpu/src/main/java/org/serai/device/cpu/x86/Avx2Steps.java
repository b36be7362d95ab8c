package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.Opcode.*;
import static org.serai.device.cpu.x86.QuantisedActivations.LARGEST_CODE;

/**
 * The steps of products for AVX2, whose products of unsigned and signed bytes are added in pairs, with a sum that is cut off
 * beyond 16 bits. It never is, for there are three ways:
 *
 * <ul>
 *   <li>Codes so small that all sums of a run fit 16 bits are added up as such, and widened once at the end. So are codes of five
 *       and six bits that have a bias: what is in the lanes passes the limit on the way, but with the bias of just these
 *       columns taken away it has come back at the end.
 *   <li>Those of which two products fit are widened after each.
 *   <li>Codes of all eight bits are made signed again; their magnitude, up to 128, is then multiplied with the activation that has
 *       taken on their sign.
 * </ul>
 */
final class Avx2Steps extends NarrowSteps {
    /** For codes of eight bits, which need no {@link #LOW_BITS}. */
    private static final int MAGNITUDES = LOW_BITS;

    /** 16-bit numbers of one, by which pairs of sums are added to 32 bits. */
    private static final int ONES = 0x00010001;

    private static final int SIGN_BITS = 0x80808080;

    private final Sums sums;

    Avx2Steps(BlockLayout layout) {
        super(new VexAssembler(), layout);
        sums = Sums.of(layout);
    }

    @Override
    int chains(int results, int quads) {
        return 1; // only the last addition waits for the one before it, and that is a short one
    }

    @Override
    void load(int vector, int quad) {
        super.load(vector, quad);
        if (sums == Sums.SIGNED) {
            code().emitConstant(VPXOR, WEIGHTS, WEIGHTS, SIGN_BITS);
            code().emit(VPABSB, MAGNITUDES, 0, WEIGHTS);
        }
    }

    @Override
    int bias() {
        return sums == Sums.SIGNED ? 0 : super.bias();
    }

    @Override
    void begin(int integers) {
        if (sums == Sums.OF_RUN) {
            code().emitImmediate(VPSLLW, integers, integers, Integer.numberOfTrailingZeros(bias()));
        } else {
            addPairs(integers);
            super.begin(integers);
        }
    }

    @Override
    void multiply(int integers, int vector) {
        if (sums == Sums.SIGNED) {
            code().emit(VPSIGNB, LINE_CODES, LINE_CODES, WEIGHTS);
            code().emit(VPMADDUBSW, LINE_CODES, MAGNITUDES, LINE_CODES);
        } else {
            code().emit(VPMADDUBSW, LINE_CODES, WEIGHTS, LINE_CODES);
        }
        if (sums == Sums.OF_RUN) {
            code().emit(VPADDW, integers, integers, LINE_CODES);
        } else {
            addPairs(LINE_CODES);
            code().emit(VPADDD, integers, integers, LINE_CODES);
        }
    }

    @Override
    void end(int integers) {
        if (sums == Sums.OF_RUN) {
            addPairs(integers);
        }
    }

    private void addPairs(int sums) {
        code().emitConstant(VPMADDWD, sums, sums, ONES);
    }

    /** What fits 16 bits. */
    private enum Sums {
        /** Each sum of half of the columns of a run. */
        OF_RUN,
        /** That of two products of codes without sign. */
        OF_PAIR,
        /** That of two products of magnitudes. */
        SIGNED;

        static Sums of(BlockLayout layout) {
            if (2 * layout.largestCode() * LARGEST_CODE > Short.MAX_VALUE) {
                return SIGNED;
            }
            int largestWeight = layout.affine() ? layout.largestCode() : layout.bias();
            return layout.runColumns() / 2 * largestWeight * LARGEST_CODE <= Short.MAX_VALUE ? OF_RUN : OF_PAIR;
        }
    }
}
