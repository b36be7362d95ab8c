package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.ActivationLayout.LINE_BYTES;
import static org.serai.device.cpu.x86.ActivationLayout.NEGATIVE_SUM;
import static org.serai.device.cpu.x86.ActivationLayout.NEGATIVE_SUM_FIRST;
import static org.serai.device.cpu.x86.ActivationLayout.SCALE;
import static org.serai.device.cpu.x86.ActivationLayout.SCALED_SUM;
import static org.serai.device.cpu.x86.BlockLayout.HALVES;
import static org.serai.device.cpu.x86.BlockLayout.LANES;
import static org.serai.device.cpu.x86.BlockLayout.QUADS;
import static org.serai.device.cpu.x86.EvexOpcode.*;
import static org.serai.device.cpu.x86.Register.*;

/**
 * Generates the product of a group of weight rows with tiles of quantised activations, for 512-bit registers and VNNI.
 *
 * <p>Each lane sums the products of a weight row with one line of activations. For a run of columns that shares a scale this
 * is exact, in 32-bit integers, and begins at −bias · Σx. Then {@code sum += (integers · scale of x) · scale of weights},
 * with one rounding for the first product and one for the second product and the addition together, and in an affine format
 * {@code sum += offset · (scale of x · Σx)}, likewise. Where a row of activations has two lines, their sums are added at the end. A sum is therefore the same in every
 * height of tile.
 *
 * <p>The function is {@code void product(long weights, byte* x, float* out, long blocks, long outRowBytes, long tiles)}: it
 * reads one group of weights and {@code tiles} tiles of activations, and writes 32 columns of {@code out} for each of their
 * rows. {@code tiles} and {@code blocks} are at least 1.
 */
final class ProductKernel {
    private static final int FIRST_WEIGHTS = 24;
    private static final int LINE_CODES = 27;
    private static final int FIFTH_BIT = 30;
    private static final int LOW_BITS = 31;
    private static final int MASK = 1;

    private final Assembler code = new Assembler();
    private final BlockLayout layout;
    private final int lines;
    private final int terms;
    private final boolean accumulate;

    /** Independent sums of integers for each result: additions of which one waits for the other take longer than they work. */
    private final int chains;

    private ProductKernel(BlockLayout layout, int height, int terms, boolean accumulate) {
        this.layout = layout;
        this.terms = terms;
        this.accumulate = accumulate;
        lines = height * terms;
        chains = lines == 1 ? 4 : lines == 2 ? 2 : 1;
    }

    /**
     * The function for tiles of one height.
     *
     * @param height rows of a tile
     * @param terms lines that each row has
     * @param accumulate true to add to what is in {@code out}
     */
    static byte[] generate(BlockLayout layout, int height, int terms, boolean accumulate) {
        ProductKernel kernel = new ProductKernel(layout, height, terms, accumulate);
        kernel.function();
        return kernel.code.toByteArray();
    }

    private void function() {
        constants();
        code.move(R11, RDI);
        int tile = code.here();
        code.move(RDI, R11);
        for (int half = 0; half < HALVES; half++) {
            for (int line = 0; line < lines; line++) {
                code.emit(VPXORD, sum(half, line), sum(half, line), sum(half, line));
            }
        }
        code.move(RAX, RCX);
        int block = code.here();
        for (int run = 0; run < layout.runs(); run++) {
            run(run);
        }
        code.add(RDI, layout.blockBytes());
        code.add(RSI, lines * LINE_BYTES);
        code.decrement(RAX);
        code.jumpIfNotZero(block);
        store();
        code.decrement(R9);
        code.jumpIfNotZero(tile);
        code.returnToCaller();
    }

    private void constants() {
        if (layout.codeBits() < 8) {
            broadcast(LOW_BITS, 0x0F0F0F0F);
        }
        if (layout.codeBits() == 5) {
            broadcast(FIFTH_BIT, 0x10101010);
        }
    }

    private void broadcast(int register, int word) {
        code.move(RAX, word);
        code.emit(VPBROADCASTD_REGISTER, register, 0, RAX.number());
    }

    private void run(int run) {
        begin(run);
        int quads = QUADS / layout.runs();
        for (int i = 0; i < quads; i++) {
            int quad = run * quads + i;
            for (int half = 0; half < HALVES; half++) {
                weights(half, quad);
            }
            for (int line = 0; line < lines; line++) {
                code.emit(VPBROADCASTD, LINE_CODES, 0, RSI, ActivationLayout.codesAt(line) + 4 * quad);
                for (int half = 0; half < HALVES; half++) {
                    code.emit(VPDPBUSD, integers(half, line, i % chains), FIRST_WEIGHTS + half, LINE_CODES);
                }
            }
        }
        for (int chain = 1; chain < chains; chain++) {
            for (int half = 0; half < HALVES; half++) {
                for (int line = 0; line < lines; line++) {
                    int first = integers(half, line, 0);
                    code.emit(VPADDD, first, first, integers(half, line, chain));
                }
            }
        }
        scale(run);
        if (layout.affine()) {
            offset(run);
        }
    }

    /** The first integers of a run: what the bias of the codes adds to the products, with the other sign. */
    private void begin(int run) {
        for (int line = 0; line < lines; line++) {
            for (int half = 0; half < HALVES; half++) {
                for (int chain = 0; chain < chains; chain++) {
                    int integers = integers(half, line, chain);
                    if (chain > 0 || layout.bias() == 0) {
                        code.emit(VPXORD, integers, integers, integers);
                    } else if (half > 0) {
                        code.emit(VMOVDQU32, integers, 0, integers(0, line, 0));
                    } else {
                        int number = layout.runs() == 1 ? NEGATIVE_SUM : NEGATIVE_SUM_FIRST + run;
                        code.emit(VPBROADCASTD, integers, 0, RSI, ActivationLayout.numberAt(number, line, lines));
                        int shift = Integer.numberOfTrailingZeros(layout.bias());
                        code.emitImmediate(VPSLLD, integers, integers, shift);
                    }
                }
            }
        }
    }

    /** Loads the codes of a quad. */
    private void weights(int half, int quad) {
        int target = FIRST_WEIGHTS + half;
        int at = layout.quadAt(half, quad);
        if (layout.codeBits() == 8) {
            code.emit(VMOVDQU32, target, 0, RDI, at);
            return;
        }
        if (quad < QUADS / 2) {
            code.emit(VPANDD, target, LOW_BITS, RDI, at);
        } else {
            code.emitImmediate(VPSRLD, target, RDI, at, 4);
            code.emit(VPANDD, target, LOW_BITS, target);
        }
        if (layout.codeBits() == 5) {
            code.loadMask(MASK, RDI, layout.fifthBitsAt(half, quad));
            code.emitMasked(VPADDB, MASK, target, target, FIFTH_BIT);
        }
    }

    private void scale(int run) {
        for (int half = 0; half < HALVES; half++) {
            loadScales(half, layout.scalesAt(run, half));
        }
        for (int line = 0; line < lines; line++) {
            code.emit(VBROADCASTSS, LINE_CODES, 0, RSI, ActivationLayout.numberAt(SCALE, line, lines));
            for (int half = 0; half < HALVES; half++) {
                int integers = integers(half, line, 0);
                code.emit(VCVTDQ2PS, integers, 0, integers);
                code.emit(VMULPS, integers, integers, LINE_CODES);
                code.emit(VFMADD231PS, sum(half, line), integers, FIRST_WEIGHTS + half);
            }
        }
    }

    private void offset(int run) {
        for (int half = 0; half < HALVES; half++) {
            loadScales(half, layout.offsetsAt(run, half));
        }
        for (int line = 0; line < lines; line++) {
            code.emit(VBROADCASTSS, LINE_CODES, 0, RSI, ActivationLayout.numberAt(SCALED_SUM, line, lines));
            for (int half = 0; half < HALVES; half++) {
                code.emit(VFMADD231PS, sum(half, line), LINE_CODES, FIRST_WEIGHTS + half);
            }
        }
    }

    private void loadScales(int half, int at) {
        code.emit(layout.halfScales() ? VCVTPH2PS : VMOVUPS, FIRST_WEIGHTS + half, 0, RDI, at);
    }

    private void store() {
        for (int line = 0; line < lines; line += terms) {
            for (int half = 0; half < HALVES; half++) {
                int at = half * LANES * Float.BYTES;
                int sum = sum(half, line);
                if (terms > 1) {
                    code.emit(VADDPS, sum, sum, sum(half, line + 1));
                }
                if (accumulate) {
                    code.emit(VADDPS, sum, sum, RDX, at);
                }
                code.emit(VMOVUPS_STORE, sum, 0, RDX, at);
            }
            code.add(RDX, R8);
        }
    }

    private int sum(int half, int line) {
        return half * lines + line;
    }

    private int integers(int half, int line, int chain) {
        return HALVES * lines * (1 + chain) + half * lines + line;
    }
}
