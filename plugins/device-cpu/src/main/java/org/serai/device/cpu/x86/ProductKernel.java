package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.ActivationLayout.LINE_BYTES;
import static org.serai.device.cpu.x86.ActivationLayout.NEGATIVE_SUM;
import static org.serai.device.cpu.x86.ActivationLayout.NEGATIVE_SUM_FIRST;
import static org.serai.device.cpu.x86.ActivationLayout.SCALE;
import static org.serai.device.cpu.x86.ActivationLayout.SCALED_SUM;
import static org.serai.device.cpu.x86.BlockLayout.QUADS;
import static org.serai.device.cpu.x86.Opcode.*;
import static org.serai.device.cpu.x86.Register.*;

/**
 * Generates the product of a group of weight rows with tiles of quantised activations, for the set of instructions that its
 * {@linkplain ProductSteps steps} are for.
 *
 * <p>Each lane sums the products of a weight row with one line of activations. For a run of columns that shares a scale this
 * is exact, in integers, and begins at −bias · Σx. Then {@code sum += (integers · scale of x) · scale of weights}, with one
 * rounding for the first product and one for the second product and the addition together, and in an affine format
 * {@code sum += offset · (scale of x · Σx)}, likewise. Where a row of activations has two lines, their sums are added at the
 * end. A sum is therefore the same in every height of tile and with every set of instructions.
 *
 * <p>The function is {@code void product(long weights, byte* x, float* out, long blocks, long outRowBytes, long tiles)}: it
 * reads one group of weights and {@code tiles} tiles of activations, and writes 32 columns of {@code out} for each of their
 * rows. {@code tiles} and {@code blocks} are at least 1.
 */
final class ProductKernel {
    private final ProductSteps steps;
    private final Assembler code;
    private final BlockLayout layout;
    private final int vectors;
    private final int quads;
    private final int lines;
    private final int terms;
    private final boolean accumulate;
    private final int chains;

    private ProductKernel(ProductSteps steps, int height, int terms, boolean accumulate) {
        this.steps = steps;
        this.terms = terms;
        this.accumulate = accumulate;
        code = steps.code();
        layout = steps.layout();
        vectors = layout.vectors();
        quads = QUADS / layout.runs();
        lines = height * terms;
        chains = steps.chains(lines, quads);
    }

    /**
     * The function for tiles of one height.
     *
     * @param steps those of the set of instructions, new
     * @param height rows of a tile
     * @param terms lines that each row has
     * @param accumulate true to add to what is in {@code out}
     */
    static byte[] generate(ProductSteps steps, int height, int terms, boolean accumulate) {
        ProductKernel kernel = new ProductKernel(steps, height, terms, accumulate);
        kernel.function();
        return kernel.code.toByteArray();
    }

    private void function() {
        steps.constants();
        if (layout.strips() == 1) {
            strip();
        } else {
            strips();
        }
        code.returnToCaller();
    }

    /** Begins with the same activations for each strip, and with results that are a strip's rows further to the right. */
    private void strips() {
        code.move(R10, layout.strips());
        int strip = code.here();
        code.push(RSI);
        code.push(RDX);
        code.push(R9);
        strip();
        code.pop(R9);
        code.pop(RDX);
        code.pop(RSI);
        code.add(RDX, layout.interleaving().rows() * Float.BYTES);
        code.decrement(R10);
        code.jumpIfNotZero(strip);
    }

    /** Multiplies all tiles with a strip, and leaves {@code RDI} at its end. */
    private void strip() {
        code.move(R11, RDI);
        int tile = code.here();
        code.move(RDI, R11);
        for (int vector = 0; vector < vectors; vector++) {
            for (int line = 0; line < lines; line++) {
                code.emit(VPXOR, sum(vector, line), sum(vector, line), sum(vector, line));
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
    }

    private void run(int run) {
        begin(run);
        for (int i = 0; i < quads; i++) {
            int quad = run * quads + i;
            for (int vector = 0; vector < vectors; vector++) {
                steps.load(vector, quad);
            }
            for (int line = 0; line < lines; line++) {
                code.emit(VPBROADCASTD, steps.lineCodes(), 0, RSI, ActivationLayout.codesAt(line) + 4 * quad);
                for (int vector = 0; vector < vectors; vector++) {
                    steps.multiply(integers(vector, line, i % chains), vector);
                }
            }
        }
        end();
        scale(run);
        if (layout.affine()) {
            offset(run);
        }
    }

    /** Brings together the integers of a run. */
    private void end() {
        for (int chain = 1; chain < chains; chain++) {
            for (int vector = 0; vector < vectors; vector++) {
                for (int line = 0; line < lines; line++) {
                    int first = integers(vector, line, 0);
                    code.emit(VPADDD, first, first, integers(vector, line, chain));
                }
            }
        }
        for (int line = 0; line < lines; line++) {
            for (int vector = 0; vector < vectors; vector++) {
                steps.end(integers(vector, line, 0));
            }
        }
    }

    /** The first integers of a run: what the bias of the codes adds to the products, with the other sign. */
    private void begin(int run) {
        for (int line = 0; line < lines; line++) {
            for (int vector = 0; vector < vectors; vector++) {
                for (int chain = 0; chain < chains; chain++) {
                    int integers = integers(vector, line, chain);
                    if (chain > 0 || steps.bias() == 0) {
                        code.emit(VPXOR, integers, integers, integers);
                    } else if (vector > 0) {
                        code.emit(VMOVDQU, integers, 0, integers(0, line, 0));
                    } else {
                        int number = layout.runs() == 1 ? NEGATIVE_SUM : NEGATIVE_SUM_FIRST + run;
                        code.emit(VPBROADCASTD, integers, 0, RSI, ActivationLayout.numberAt(number, line, lines));
                        steps.begin(integers);
                    }
                }
            }
        }
    }

    private void scale(int run) {
        for (int vector = 0; vector < vectors; vector++) {
            loadScales(vector, layout.scalesAt(run, vector));
        }
        for (int line = 0; line < lines; line++) {
            code.emit(VBROADCASTSS, steps.lineCodes(), 0, RSI, ActivationLayout.numberAt(SCALE, line, lines));
            for (int vector = 0; vector < vectors; vector++) {
                int integers = integers(vector, line, 0);
                code.emit(VCVTDQ2PS, integers, 0, integers);
                code.emit(VMULPS, integers, integers, steps.lineCodes());
                code.emit(VFMADD231PS, sum(vector, line), integers, steps.firstWeights() + vector);
            }
        }
    }

    private void offset(int run) {
        for (int vector = 0; vector < vectors; vector++) {
            loadScales(vector, layout.offsetsAt(run, vector));
        }
        for (int line = 0; line < lines; line++) {
            code.emit(VBROADCASTSS, steps.lineCodes(), 0, RSI, ActivationLayout.numberAt(SCALED_SUM, line, lines));
            for (int vector = 0; vector < vectors; vector++) {
                code.emit(VFMADD231PS, sum(vector, line), steps.lineCodes(), steps.firstWeights() + vector);
            }
        }
    }

    private void loadScales(int vector, int at) {
        code.emit(layout.halfScales() ? VCVTPH2PS : VMOVUPS, steps.firstWeights() + vector, 0, RDI, at);
    }

    private void store() {
        for (int line = 0; line < lines; line += terms) {
            for (int vector = 0; vector < vectors; vector++) {
                int at = vector * layout.lanes() * Float.BYTES;
                int sum = sum(vector, line);
                if (terms > 1) {
                    code.emit(VADDPS, sum, sum, sum(vector, line + 1));
                }
                if (accumulate) {
                    code.emit(VADDPS, sum, sum, RDX, at);
                }
                code.emit(VMOVUPS_STORE, sum, 0, RDX, at);
            }
            code.add(RDX, R8);
        }
    }

    private int sum(int vector, int line) {
        return vector * lines + line;
    }

    private int integers(int vector, int line, int chain) {
        return vectors * lines * (1 + chain) + vector * lines + line;
    }
}
