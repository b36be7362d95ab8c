package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.ActivationLayout.NEGATIVE_SUM;
import static org.serai.device.cpu.x86.ActivationLayout.NEGATIVE_SUM_FIRST;
import static org.serai.device.cpu.x86.ActivationLayout.NEGATIVE_SUM_SECOND;
import static org.serai.device.cpu.x86.ActivationLayout.SCALE;
import static org.serai.device.cpu.x86.ActivationLayout.SCALED_SUM;
import static org.serai.device.cpu.x86.BlockLayout.COLUMNS;
import static org.serai.device.cpu.x86.Opcode.*;
import static org.serai.device.cpu.x86.QuantisedActivations.FINER;
import static org.serai.device.cpu.x86.QuantisedActivations.LARGEST_CODE;
import static org.serai.device.cpu.x86.QuantisedActivations.SMALLEST;
import static org.serai.device.cpu.x86.Register.*;

/**
 * Generates the function that quantises a row of activations as {@link QuantisedActivations} says: {@code void quantise(float* x,
 * byte* codes, byte* numbers, long counts, long from, long numbersFrom)}. The {@code counts} are {@link Halves} of blocks, at least
 * 1, and of the bytes from a block of the tile to the next; {@code from} those of the bytes from {@code x} to the first activation
 * and from {@code codes} to the first code; and {@code numbersFrom} those of the bytes from {@code numbers} to the first number and
 * from a number of a block to the next. It has registers of 256 bits with every set of instructions.
 *
 * <p>Each 128 bits of a register have columns of one half of a block, so that codes come together in their order and sums of
 * halves without a way from one half of a register to the other.
 */
final class QuantisationKernel {
    private static final int X = 0;
    private static final int SHIFTED = 4;
    private static final int BLOCK_SCALE = 8;
    private static final int FACTOR = 9;
    private static final int PAIRS = 10;
    private static final int CODES = 11;
    private static final int OTHER = 15;

    private static final int VECTORS = 4;
    private static final int HALF_VECTOR_BYTES = 16;
    private static final int HALF_BLOCK_BYTES = COLUMNS / 2 * Float.BYTES;

    /** Added and subtracted again, this rounds to the nearest whole number, which then stands in the lowest bits. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final int MAGNITUDE = 0x7FFFFFFF;
    private static final int LOWEST_BYTE = 0xFF;
    private static final int ONES_OF_8_BITS = 0x01010101;
    private static final int ONES_OF_16_BITS = 0x00010001;

    private static final int OTHER_HALF = 1;
    private static final int OTHER_PAIR = 0x4E;
    private static final int NEIGHBOUR = 0xB1;

    private final VexAssembler code = new VexAssembler();
    private final int terms;
    private final boolean pairs;

    private QuantisationKernel(int terms, boolean pairs) {
        this.terms = terms;
        this.pairs = pairs;
    }

    /**
     * The function.
     *
     * @param terms codes of an activation: 1 or 2
     * @param pairs whether sums are to be in {@linkplain ActivationLayout#NEGATIVE_SUM pairs}
     */
    static byte[] generate(int terms, boolean pairs) {
        QuantisationKernel kernel = new QuantisationKernel(terms, pairs);
        kernel.function();
        return kernel.code.toByteArray();
    }

    private void function() {
        code.split(R8, R10);
        code.add(RDI, R8);
        code.add(RSI, R10);
        code.split(R9, R10);
        code.add(RDX, R9);
        code.move(R9, R10);
        code.split(RCX, R11);
        int block = code.here();
        load();
        scale();
        for (int i = 0; i < VECTORS; i++) {
            code.emit(VMULPS, SHIFTED + i, X + i, FACTOR);
        }
        term(0);
        if (terms > 1) {
            remainders();
            term(1);
        }
        code.add(RDI, COLUMNS * Float.BYTES);
        code.add(RSI, R11);
        code.add(RDX, R11);
        code.decrement(RCX);
        code.jumpIfNotZero(block);
        code.returnToCaller();
    }

    private void load() {
        for (int i = 0; i < VECTORS; i++) {
            code.emit(VBROADCASTF128, X + i, 0, RDI, i * HALF_VECTOR_BYTES);
            code.emitImmediate(VINSERTF128, X + i, X + i, RDI, HALF_BLOCK_BYTES + i * HALF_VECTOR_BYTES, OTHER_HALF);
        }
    }

    /** The scale of the block and its reciprocal, or zeros. Magnitudes are in the order of their bits, and no numbers at the end. */
    private void scale() {
        int most = SHIFTED;
        int other = SHIFTED + 1;
        for (int i = 0; i < VECTORS; i++) {
            code.emitConstant(VPAND, SHIFTED + i, X + i, MAGNITUDE);
        }
        for (int i = 1; i < VECTORS; i++) {
            code.emit(VPMAXSD, most, most, SHIFTED + i);
        }
        code.emitImmediate(VPERM2F128, other, most, most, OTHER_HALF);
        code.emit(VPMAXSD, most, most, other);
        code.emitImmediate(VSHUFPS, other, most, most, OTHER_PAIR);
        code.emit(VPMAXSD, most, most, other);
        code.emitImmediate(VSHUFPS, other, most, most, NEIGHBOUR);
        code.emit(VPMAXSD, most, most, other);
        code.emitConstant(VDIVPS, BLOCK_SCALE, most, (float) LARGEST_CODE);
        code.emitConstant(VMOVDQU, FACTOR, 0, 1f);
        code.emit(VDIVPS, FACTOR, FACTOR, BLOCK_SCALE);
        code.emitConstant(VPCMPGTD, other, most, Float.floatToRawIntBits(SMALLEST) - 1);
        code.emit(VPAND, BLOCK_SCALE, BLOCK_SCALE, other);
        code.emit(VPAND, FACTOR, FACTOR, other);
    }

    /** Rounds what was multiplied with the factor, and stores codes and numbers. */
    private void term(int term) {
        for (int i = 0; i < VECTORS; i++) {
            code.emitConstant(VADDPS, SHIFTED + i, SHIFTED + i, ROUNDER);
        }
        for (int i = 0; i < VECTORS; i++) {
            code.emitConstant(VPAND, CODES + i, SHIFTED + i, LOWEST_BYTE);
        }
        code.emit(VPACKUSDW, CODES, CODES, CODES + 1);
        code.emit(VPACKUSDW, CODES + 2, CODES + 2, CODES + 3);
        code.emit(VPACKUSWB, CODES, CODES, CODES + 2);
        code.emit(VMOVUPS_STORE, CODES, 0, RSI, ActivationLayout.codesAt(term));
        sums();
        numbers(term * Float.BYTES);
    }

    /** Adds up the codes of each half: negative pairs of sums of 16 bits, in all lanes. */
    private void sums() {
        code.emitConstant(VMOVDQU, PAIRS, 0, ONES_OF_8_BITS);
        code.emit(VPMADDUBSW, PAIRS, PAIRS, CODES);
        code.emitImmediate(VSHUFPS, OTHER, PAIRS, PAIRS, OTHER_PAIR);
        code.emit(VPADDW, PAIRS, PAIRS, OTHER);
        code.emitImmediate(VSHUFPS, OTHER, PAIRS, PAIRS, NEIGHBOUR);
        code.emit(VPADDW, PAIRS, PAIRS, OTHER);
        code.emit(VPXOR, OTHER, OTHER, OTHER);
        code.emit(VPSUBW, PAIRS, OTHER, PAIRS);
    }

    private void numbers(int at) {
        int halves = CODES + 1;
        int whole = CODES + 2;
        int scaled = CODES + 3;
        int zero = OTHER;
        code.emitConstant(VPMADDWD, halves, PAIRS, ONES_OF_16_BITS);
        code.emitImmediate(VPERM2F128, whole, halves, halves, OTHER_HALF);
        code.emit(VPADDD, whole, whole, halves);
        code.emit(VPSUBD, scaled, zero, whole);
        code.emit(VCVTDQ2PS, scaled, 0, scaled);
        code.emit(VMULPS, scaled, scaled, BLOCK_SCALE);
        int first = pairs ? PAIRS : halves;
        int second = OTHER;
        code.emitImmediate(VPERM2F128, second, first, first, OTHER_HALF);
        if (pairs) {
            code.emit(VPADDW, whole, first, second);
        }
        int[] numbers = new int[SCALED_SUM + 1];
        numbers[SCALE] = BLOCK_SCALE;
        numbers[NEGATIVE_SUM] = whole;
        numbers[NEGATIVE_SUM_FIRST] = first;
        numbers[NEGATIVE_SUM_SECOND] = second;
        numbers[SCALED_SUM] = scaled;
        code.move(R10, RDX);
        for (int number : numbers) {
            code.emit(VMOVSS_STORE, number, 0, R10, at);
            code.add(R10, R9);
        }
    }

    /** What the first codes leave of the activations, multiplied with a finer factor; and the finer scale. */
    private void remainders() {
        for (int i = 0; i < VECTORS; i++) {
            code.emitConstant(VSUBPS, SHIFTED + i, SHIFTED + i, ROUNDER);
            code.emit(VFNMADD231PS, X + i, SHIFTED + i, BLOCK_SCALE);
        }
        code.emitConstant(VMULPS, FACTOR, FACTOR, (float) FINER);
        code.emitConstant(VDIVPS, BLOCK_SCALE, BLOCK_SCALE, (float) FINER);
        for (int i = 0; i < VECTORS; i++) {
            code.emit(VMULPS, SHIFTED + i, X + i, FACTOR);
        }
    }
}
