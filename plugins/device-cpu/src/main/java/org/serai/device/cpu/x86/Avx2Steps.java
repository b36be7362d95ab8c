package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.Opcode.*;
import static org.serai.device.cpu.x86.QuantisedActivations.LARGEST_CODE;

/**
 * The steps of products for AVX2, whose products of unsigned and signed bytes are added in pairs, with a sum that is cut off
 * beyond 16 bits. It never is, for there are three ways:
 *
 * <ul>
 *   <li>Codes so small that all sums of a run fit 16 bits are added up as such, and widened once at the end.
 *   <li>Those of which two products fit are widened after each.
 *   <li>Codes of all eight bits are made signed again; their magnitude, up to 128, is then multiplied with the activation that has
 *       taken on their sign.
 * </ul>
 */
final class Avx2Steps extends NarrowSteps {
    /** For codes of eight bits, which need no {@link #LOW_BITS}. */
    private static final int MAGNITUDES = LOW_BITS;

    /** 16-bit numbers of one, by which pairs of sums are added to 32 bits. */
    private static final int ONES = 15;

    private static final int SIGN_BITS = 0x80808080;

    private final Sums sums;

    Avx2Steps(BlockLayout layout) {
        super(new VexAssembler(), layout);
        sums = Sums.of(layout);
    }

    @Override
    int chains(int lines, int quads) {
        return 1; // only the last addition waits for the one before it, and that is a short one
    }

    @Override
    void constants() {
        super.constants();
        code().emitConstant(VMOVDQU, ONES, 0, 0x00010001);
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

    /** The first 16-bit number of each lane gets what the lane begins with, the second one nothing. */
    @Override
    void begin(int integers) {
        super.begin(integers);
        if (sums == Sums.OF_RUN) {
            code().emitImmediate(VPSLLD, integers, integers, Short.SIZE);
            code().emitImmediate(VPSRLD, integers, integers, Short.SIZE);
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
            code().emit(VPMADDWD, LINE_CODES, LINE_CODES, ONES);
            code().emit(VPADDD, integers, integers, LINE_CODES);
        }
    }

    @Override
    void end(int integers) {
        if (sums == Sums.OF_RUN) {
            code().emit(VPMADDWD, integers, integers, ONES);
        }
    }

    /** What fits 16 bits. */
    private enum Sums {
        /** Each sum of half of the columns of a run; should it pass the limit on the way, it comes back. */
        OF_RUN,
        /** That of two products of codes without sign. */
        OF_PAIR,
        /** That of two products of magnitudes. */
        SIGNED;

        /** Sums of runs that begin at −{@link BlockLayout#bias} · Σx, too, are below one more than the largest code allows. */
        static Sums of(BlockLayout layout) {
            int product = (layout.largestCode() + 1) * LARGEST_CODE;
            if (layout.runColumns() / 2 * product <= Short.MAX_VALUE) {
                return OF_RUN;
            }
            return 2 * product <= Short.MAX_VALUE ? OF_PAIR : SIGNED;
        }
    }
}
