package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.ActivationLayout.LINE_BYTES;
import static org.serai.device.cpu.x86.ActivationLayout.NEGATIVE_SUM;
import static org.serai.device.cpu.x86.ActivationLayout.NEGATIVE_SUM_FIRST;
import static org.serai.device.cpu.x86.ActivationLayout.SCALE;
import static org.serai.device.cpu.x86.ActivationLayout.SCALED_SUM;
import static org.serai.device.cpu.x86.BlockLayout.QUADS;
import static org.serai.device.cpu.x86.BlockLayout.ROWS;
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
 * <p>The function is {@code void product(long weights, byte* x, float* out, long counts, long distances, long outAt)}: it
 * reads one group of weights, or some that follow one another and are read by turns, and some tiles of activations; and writes 32
 * columns of {@code out} for each group and row. The {@code
 * counts} are {@link Halves} of spans and tiles, at least 1 each; the {@code distances} are those of the bytes of a row of {@code
 * out} and of the bytes from {@code x} to the first tile; and {@code outAt} is the bytes from {@code out} to the first result.
 */
final class ProductKernel {
    private static final int CACHE_LINE = 64;

    /**
     * How many bytes ahead weights are asked for: about what comes in the time in which the memory answers, some hundred
     * nanoseconds. They go to the second-level cache, because the first one can only wait for few lines at a time.
     */
    private static final int AHEAD = 7 << 10;

    /** From how many instructions for a line of the cache on that pays; {@link #isPrefetching}. */
    private static final double FEW_INSTRUCTIONS = 3.6;

    /** How far the weights of the second stream and those after it are behind those of the first one. */
    private static final Register[] DISTANCES = {R12, R13, R14};

    private final ProductSteps steps;
    private final Assembler code;
    private final BlockLayout layout;
    private final int streams;
    private final int vectors;
    private final int quads;
    private final int lines;
    private final int terms;
    private final boolean accumulate;
    private final int chains;
    private final boolean sumsOnStack;
    private final int prefetches;

    /** Bytes on the stack since it was aligned. */
    private int pushed;

    private ProductKernel(ProductSteps steps, int height, int terms, boolean accumulate, int streams) {
        this.steps = steps;
        this.streams = streams;
        this.terms = terms;
        this.accumulate = accumulate;
        code = steps.code();
        layout = steps.layout();
        vectors = layout.vectors();
        quads = QUADS / layout.runs();
        lines = height * terms;
        int results = streams * vectors * lines;
        chains = steps.chains(results, quads);
        sumsOnStack = 2 * results > steps.firstWeights();
        int cacheLines = Math.ceilDiv(layout.blockBytes(), CACHE_LINE);
        // of several streams the CPU itself reads far enough ahead
        prefetches = streams == 1 && isPrefetching(cacheLines) ? Math.ceilDiv(cacheLines, QUADS) : 0;
    }

    /**
     * Whether weights are asked for before they are wanted. The CPU sees as many loads ahead as there are in the next few hundred
     * instructions. Where these are for few bytes, because a weight is multiplied often or is laborious to unpack, it sees too
     * little of what comes to keep the memory busy, and computes and waits by turns; where they are for many, the additional
     * instructions cost more than they bring.
     */
    private boolean isPrefetching(int cacheLines) {
        int unpacking =
                switch (layout.codeBits()) {
                    case 4 -> 1;
                    case 5 -> 3;
                    case 6 -> 4;
                    default -> 0;
                };
        int instructions = QUADS * vectors * (lines + unpacking + (layout.hasFactors() ? 1 : 0));
        return instructions >= FEW_INSTRUCTIONS * cacheLines;
    }

    /** Asks for the lines {@code from ≤ line < to} of what is {@link #AHEAD}, of so many bytes. */
    private void prefetch(int from, int to, int bytes) {
        for (int line = from; line < to && line * CACHE_LINE < bytes; line++) {
            code.prefetch(RDI, AHEAD + line * CACHE_LINE);
        }
    }

    /**
     * The function for tiles of one height.
     *
     * @param steps those of the set of instructions, new
     * @param height rows of a tile
     * @param terms lines that each row has
     * @param accumulate true to add to what is in {@code out}
     * @param streams groups of weights that are multiplied together: 1, or as many as {@link Interleaving#streams} says
     */
    static byte[] generate(ProductSteps steps, int height, int terms, boolean accumulate, int streams) {
        ProductKernel kernel = new ProductKernel(steps, height, terms, accumulate, streams);
        kernel.function();
        return kernel.code.toByteArray();
    }

    private void function() {
        arguments();
        if (sumsOnStack) {
            code.alignStack(CACHE_LINE);
            pushed = Long.BYTES;
        }
        steps.constants();
        distances();
        if (layout.hasFactors()) {
            push(RBX);
            push(RBP);
        }
        if (layout.strips() == 1) {
            strip();
        } else {
            strips();
        }
        if (layout.hasFactors()) {
            pop(RBP);
            pop(RBX);
        }
        for (int stream = streams - 1; stream > 0; stream--) {
            pop(DISTANCES[stream - 1]);
        }
        if (sumsOnStack) {
            code.leaveAlignedStack();
        }
        code.returnToCaller();
    }

    private void push(Register register) {
        code.push(register);
        pushed += Long.BYTES;
    }

    private void pop(Register register) {
        code.pop(register);
        pushed -= Long.BYTES;
    }

    /** Brings to registers: in {@code RCX} the spans, in {@code R8} the bytes of a row of results, in {@code R9} the tiles. */
    private void arguments() {
        code.add(RDX, R9);
        code.split(R8, R10);
        code.add(RSI, R10);
        code.split(RCX, R9);
    }

    /** Brings the distances of the other streams from the first one to registers. */
    private void distances() {
        for (int stream = 1; stream < streams; stream++) {
            push(DISTANCES[stream - 1]);
            code.multiply(DISTANCES[stream - 1], RCX, stream * layout.strips() * layout.spanBytes());
        }
    }

    /** Goes on with a stream. */
    private void turnTo(int stream) {
        steps.readFrom(stream == 0 ? null : DISTANCES[stream - 1]);
    }

    /** Begins with the same activations for each strip, and with results that are a strip's rows further to the right. */
    private void strips() {
        code.move(R10, layout.strips());
        int strip = code.here();
        push(RSI);
        push(RDX);
        push(R9);
        strip();
        pop(R9);
        pop(RDX);
        pop(RSI);
        code.add(RDX, layout.interleaving().rows() * Float.BYTES);
        code.decrement(R10);
        code.jumpIfNotZero(strip);
    }

    /** Multiplies all tiles with a strip, and leaves {@code RDI} at its end. */
    private void strip() {
        int frame = frame();
        if (sumsOnStack) {
            code.add(RSP, -frame);
        }
        code.move(R11, RDI);
        int tile = code.here();
        code.move(RDI, R11);
        clear();
        code.move(RAX, RCX);
        int span = code.here();
        if (layout.hasFactors()) {
            code.move(RBX, RDI);
            prefetch(0, prefetches * QUADS, layout.factorBytes());
            code.add(RDI, layout.factorBytes());
            code.move(RBP, layout.spanBlocks());
            int block = code.here();
            block();
            code.decrement(RBP);
            code.jumpIfNotZero(block);
        } else {
            block();
        }
        code.decrement(RAX);
        code.jumpIfNotZero(span);
        store();
        code.decrement(R9);
        code.jumpIfNotZero(tile);
        if (sumsOnStack) {
            code.add(RSP, frame);
        }
    }

    /** Bytes that the sums take on the stack, and those that keep them aligned. */
    private int frame() {
        int sums = results() * vectorBytes();
        return sums + (-(sums + pushed) & (CACHE_LINE - 1));
    }

    /** Begins sums at 0. */
    private void clear() {
        int zero = sumsOnStack ? steps.lineCodes() : 0;
        code.emit(VPXOR, zero, zero, zero);
        for (int i = 0; i < results(); i++) {
            if (sumsOnStack) {
                code.emit(VMOVUPS_STORE, zero, 0, RSP, i * vectorBytes());
            } else if (i > 0) {
                code.emit(VPXOR, i, i, i);
            }
        }
    }

    private void block() {
        for (int run = 0; run < layout.runs(); run++) {
            run(run);
        }
        code.add(RDI, layout.blockBytes());
        code.add(RSI, lines * LINE_BYTES);
    }

    private void run(int run) {
        begin(run);
        for (int i = 0; i < quads; i++) {
            int quad = run * quads + i;
            prefetch(quad * prefetches, (quad + 1) * prefetches, layout.blockBytes());
            for (int stream = 0; stream < streams; stream++) {
                turnTo(stream);
                multiply(stream, quad, i % chains);
            }
        }
        end();
        for (int stream = 0; stream < streams; stream++) {
            turnTo(stream);
            addTo(stream, run);
        }
    }

    private void multiply(int stream, int quad, int chain) {
        for (int vector = 0; vector < vectors; vector++) {
            steps.load(vector, quad);
        }
        for (int line = 0; line < lines; line++) {
            code.emit(VPBROADCASTD, steps.lineCodes(), 0, RSI, ActivationLayout.codesAt(line) + 4 * quad);
            for (int vector = 0; vector < vectors; vector++) {
                steps.multiply(integers(stream, vector, line, chain), vector);
            }
        }
    }

    private void addTo(int stream, int run) {
        if (sumsOnStack) {
            addToStack(stream, run);
            return;
        }
        scale(stream, run);
        if (layout.affine()) {
            offset(stream, run);
        }
    }

    /** Brings together the integers of a run. */
    private void end() {
        for (int result = 0; result < results(); result++) {
            int first = integers(result, 0);
            for (int chain = 1; chain < chains; chain++) {
                code.emit(VPADDD, first, first, integers(result, chain));
            }
            steps.end(first);
        }
    }

    /** The first integers of a run: what the bias of the codes adds to the products, with the other sign. */
    private void begin(int run) {
        for (int result = 0; result < results(); result++) {
            int line = result % lines;
            for (int chain = 0; chain < chains; chain++) {
                int integers = integers(result, chain);
                if (chain > 0 || steps.bias() == 0) {
                    code.emit(VPXOR, integers, integers, integers);
                } else if (result != line) {
                    code.emit(VMOVDQU, integers, 0, integers(line, 0));
                } else {
                    int number = layout.runs() == 1 ? NEGATIVE_SUM : NEGATIVE_SUM_FIRST + run;
                    code.emit(VPBROADCASTD, integers, 0, RSI, ActivationLayout.numberAt(number, line, lines));
                    steps.begin(integers);
                }
            }
        }
    }

    private void scale(int stream, int run) {
        for (int vector = 0; vector < vectors; vector++) {
            loadScales(steps.firstWeights() + vector, layout.scalesAt(run, vector), layout.scaleFactorsAt(vector));
        }
        for (int line = 0; line < lines; line++) {
            code.emit(VBROADCASTSS, steps.lineCodes(), 0, RSI, ActivationLayout.numberAt(SCALE, line, lines));
            for (int vector = 0; vector < vectors; vector++) {
                int integers = integers(stream, vector, line, 0);
                code.emit(VCVTDQ2PS, integers, 0, integers);
                code.emit(VMULPS, integers, integers, steps.lineCodes());
                code.emit(VFMADD231PS, sum(stream, vector, line), integers, steps.firstWeights() + vector);
            }
        }
    }

    private void offset(int stream, int run) {
        for (int vector = 0; vector < vectors; vector++) {
            loadScales(steps.firstWeights() + vector, layout.offsetsAt(run, vector), layout.offsetFactorsAt(vector));
        }
        for (int line = 0; line < lines; line++) {
            code.emit(VBROADCASTSS, steps.lineCodes(), 0, RSI, ActivationLayout.numberAt(SCALED_SUM, line, lines));
            for (int vector = 0; vector < vectors; vector++) {
                code.emit(VFMADD231PS, sum(stream, vector, line), steps.lineCodes(), steps.firstWeights() + vector);
            }
        }
    }

    /** The same with sums on the stack, each of which is loaded and stored once. */
    private void addToStack(int stream, int run) {
        int offsets = steps.firstFree();
        for (int vector = 0; vector < vectors; vector++) {
            loadScales(steps.firstWeights() + vector, layout.scalesAt(run, vector), layout.scaleFactorsAt(vector));
            if (layout.affine()) {
                loadScales(offsets + vector, layout.offsetsAt(run, vector), layout.offsetFactorsAt(vector));
            }
        }
        int number = steps.lineCodes();
        for (int line = 0; line < lines; line++) {
            code.emit(VBROADCASTSS, number, 0, RSI, ActivationLayout.numberAt(SCALE, line, lines));
            for (int vector = 0; vector < vectors; vector++) {
                int integers = integers(stream, vector, line, 0);
                code.emit(VCVTDQ2PS, integers, 0, integers);
                code.emit(VMULPS, integers, integers, number);
                code.emit(VFMADD213PS, integers, steps.firstWeights() + vector, RSP, sumAt(stream, vector, line));
            }
            if (layout.affine()) {
                code.emit(VBROADCASTSS, number, 0, RSI, ActivationLayout.numberAt(SCALED_SUM, line, lines));
            }
            for (int vector = 0; vector < vectors; vector++) {
                int sum = integers(stream, vector, line, 0);
                if (layout.affine()) {
                    code.emit(VFMADD231PS, sum, number, offsets + vector);
                }
                code.emit(VMOVUPS_STORE, sum, 0, RSP, sumAt(stream, vector, line));
            }
        }
    }

    /** Loads scales or offsets as F32 numbers, which each of their forms is without rounding. */
    private void loadScales(int target, int at, int factorsAt) {
        if (!layout.hasFactors()) {
            steps.emitWithWeights(VCVTPH2PS, target, 0, RDI, at);
            return;
        }
        steps.emitWithWeights(layout.affine() ? VPMOVZXBD : VPMOVSXBD, target, 0, RDI, at);
        steps.emitWithWeights(VCVTPH2PS, steps.lineCodes(), 0, RBX, factorsAt);
        code.emit(VCVTDQ2PS, target, 0, target);
        code.emit(VMULPS, target, target, steps.lineCodes());
    }

    private void store() {
        for (int line = 0; line < lines; line += terms) {
            for (int stream = 0; stream < streams; stream++) {
                for (int vector = 0; vector < vectors; vector++) {
                    store(stream, vector, line);
                }
            }
            code.add(RDX, R8);
        }
    }

    private void store(int stream, int vector, int line) {
        int at = stream * ROWS * Float.BYTES + vector * vectorBytes();
        int sum = sumsOnStack ? steps.lineCodes() : sum(stream, vector, line);
        if (sumsOnStack) {
            code.emit(VMOVDQU, sum, 0, RSP, sumAt(stream, vector, line));
        }
        if (terms > 1 && sumsOnStack) {
            code.emit(VADDPS, sum, sum, RSP, sumAt(stream, vector, line + 1));
        } else if (terms > 1) {
            code.emit(VADDPS, sum, sum, sum(stream, vector, line + 1));
        }
        if (accumulate) {
            code.emit(VADDPS, sum, sum, RDX, at);
        }
        code.emit(VMOVUPS_STORE, sum, 0, RDX, at);
    }

    /** All sums of a tile. */
    private int results() {
        return streams * vectors * lines;
    }

    private int sum(int stream, int vector, int line) {
        return (stream * vectors + vector) * lines + line;
    }

    private int sumAt(int stream, int vector, int line) {
        return sum(stream, vector, line) * vectorBytes();
    }

    private int integers(int stream, int vector, int line, int chain) {
        return integers(sum(stream, vector, line), chain);
    }

    private int integers(int result, int chain) {
        return results() * (sumsOnStack ? chain : 1 + chain) + result;
    }

    private int vectorBytes() {
        return layout.lanes() * Float.BYTES;
    }
}
