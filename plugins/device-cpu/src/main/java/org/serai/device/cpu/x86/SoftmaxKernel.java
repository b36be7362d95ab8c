package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.AttentionLayout.FACTOR;
import static org.serai.device.cpu.x86.AttentionLayout.STATE;
import static org.serai.device.cpu.x86.AttentionLayout.STATE_LANES;
import static org.serai.device.cpu.x86.AttentionLayout.STRIP;
import static org.serai.device.cpu.x86.Opcode.*;
import static org.serai.device.cpu.x86.Register.*;

import org.serai.device.cpu.kernel.Exponential;

/**
 * Generates a step of the running softmax of Milakov and Gimelshein (2018, arXiv:1805.02867), for the scores of some queries for
 * the tokens of a page: scores become weights {@code e}<sup>score − most</sup>, where {@code most} is the largest score of this
 * page and of those before; and the factor before each row of scores becomes {@code e}<sup>most before − most</sup>, with which
 * all sums so far are to be multiplied. {@link Exponential#ofNegative} says how the powers are computed, to the bit.
 *
 * <p>What is known of a query are two vectors: {@code most} in all lanes; and the sum of the weights in as many parts as there are
 * lanes, to each of which those of its lane are added in the order of tokens.
 *
 * <p>The function is {@code void weigh(float* scores, float* state, float* unused, long queries, long from)}; {@code from} is {@link
 * Halves} of the bytes from the first pointer to the first score and from the second one to what is known of the first query. It has
 * registers of 256 bits with every set of instructions: with wider ones there would be too few vectors to a page for none to
 * wait for another.
 */
final class SoftmaxKernel {
    private static final int VECTOR_BYTES = STATE_LANES * Float.BYTES;

    /** Vectors whose powers are computed step by step together, because each step waits for the one before it. */
    private static final int TOGETHER = 4;

    private static final int ARGUMENTS = 0;
    private static final int SHIFTED = TOGETHER;
    private static final int POWERS = 2 * TOGETHER;
    private static final int MOST = 12;
    private static final int SUM = 13;
    private static final int LOWEST = 14;
    private static final int SQUARE = 15;

    private static final int OTHER_HALF = 1;
    private static final int OTHER_PAIR = 0x4E;
    private static final int NEIGHBOUR = 0xB1;

    private final VexAssembler code = new VexAssembler();
    private final int vectors;

    private SoftmaxKernel(int strips) {
        vectors = strips * STRIP / STATE_LANES;
    }

    /** The function for so many strips of tokens. */
    static byte[] weigh(AttentionLayout layout, int strips) {
        SoftmaxKernel kernel = new SoftmaxKernel(strips);
        kernel.function(layout.scoreStride() * Float.BYTES);
        return kernel.code.toByteArray();
    }

    private void function(int rowBytes) {
        code.split(R8, R9);
        code.add(RDI, R8);
        code.add(RSI, R9);
        code.emitConstant(VMOVDQU, LOWEST, 0, Exponential.LOWEST);
        int query = code.here();
        most();
        // The first of the powers is the factor.
        int all = vectors + 1;
        int groups = Math.ceilDiv(all, TOGETHER);
        for (int group = 0; group < groups; group++) {
            powers(group * all / groups, (group + 1) * all / groups);
        }
        code.emit(VMOVUPS_STORE, MOST, 0, RSI, 0);
        code.emit(VMOVUPS_STORE, SUM, 0, RSI, VECTOR_BYTES);
        code.add(RDI, rowBytes);
        code.add(RSI, STATE * Float.BYTES);
        code.decrement(RCX);
        code.jumpIfNotZero(query);
        code.returnToCaller();
    }

    /** Where power i has its argument, before anything is subtracted. */
    private void argument(Opcode op, int target, int first, int i) {
        if (i == 0) {
            code.emit(op, target, first, RSI, 0);
        } else {
            code.emit(op, target, first, RDI, (i - 1) * VECTOR_BYTES);
        }
    }

    /** The largest score, in all lanes. */
    private void most() {
        int chains = Math.min(TOGETHER, vectors + 1);
        for (int i = 0; i <= vectors; i++) {
            if (i < chains) {
                argument(VMOVDQU, i, 0, i);
            } else {
                argument(VMAXPS, i % chains, i % chains, i);
            }
        }
        for (int chain = 1; chain < chains; chain++) {
            code.emit(VMAXPS, 0, 0, chain);
        }
        int exchanged = 1;
        code.emitImmediate(VPERM2F128, exchanged, 0, 0, OTHER_HALF);
        code.emit(VMAXPS, 0, 0, exchanged);
        code.emitImmediate(VSHUFPS, exchanged, 0, 0, OTHER_PAIR);
        code.emit(VMAXPS, 0, 0, exchanged);
        code.emitImmediate(VSHUFPS, exchanged, 0, 0, NEIGHBOUR);
        code.emit(VMAXPS, MOST, 0, exchanged);
    }

    /** Computes and stores powers {@code from ≤ i < to}, and adds them to the sums. */
    private void powers(int from, int to) {
        int count = to - from;
        for (int i = 0; i < count; i++) {
            argument(VMOVDQU, ARGUMENTS + i, 0, from + i);
        }
        each(count, VSUBPS, ARGUMENTS, ARGUMENTS, MOST);
        for (int i = 0; i < count; i++) {
            code.emit(VMAXPS, ARGUMENTS + i, LOWEST, ARGUMENTS + i); // in this order, what is no number stays
        }
        eachWithConstant(count, VMOVDQU, SHIFTED, Exponential.ROUNDER);
        eachWithConstant(count, VFMADD231PS, SHIFTED, ARGUMENTS, Exponential.LOG2_E);
        eachWithConstant(count, VSUBPS, POWERS, SHIFTED, Exponential.ROUNDER);
        eachWithConstant(count, VFMADD231PS, ARGUMENTS, POWERS, Exponential.MINUS_LN2_HIGH);
        eachWithConstant(count, VFMADD231PS, ARGUMENTS, POWERS, Exponential.MINUS_LN2_LOW);
        eachWithConstant(count, VMOVDQU, POWERS, Exponential.P0);
        eachWithConstant(count, VFMADD213PS, POWERS, ARGUMENTS, Exponential.P1);
        eachWithConstant(count, VFMADD213PS, POWERS, ARGUMENTS, Exponential.P2);
        eachWithConstant(count, VFMADD213PS, POWERS, ARGUMENTS, Exponential.P3);
        eachWithConstant(count, VFMADD213PS, POWERS, ARGUMENTS, Exponential.P4);
        eachWithConstant(count, VFMADD213PS, POWERS, ARGUMENTS, Exponential.P5);
        for (int i = 0; i < count; i++) {
            code.emit(VMULPS, SQUARE, ARGUMENTS + i, ARGUMENTS + i);
            code.emit(VFMADD213PS, POWERS + i, SQUARE, ARGUMENTS + i);
        }
        eachWithConstant(count, VADDPS, POWERS, POWERS, 1f);
        for (int i = 0; i < count; i++) {
            code.emitImmediate(VPSLLD, SHIFTED + i, SHIFTED + i, Exponential.MANTISSA_BITS);
            code.emitConstant(VPADDD, SHIFTED + i, SHIFTED + i, 1f); // its bits are those of the bias
        }
        for (int i = 0; i < count; i++) {
            code.emit(VMULPS, POWERS + i, POWERS + i, SHIFTED + i);
            if (from + i == 0) {
                code.emit(VMOVUPS_STORE, POWERS, 0, RDI, -FACTOR * Float.BYTES);
                code.emit(VMULPS, SUM, POWERS, RSI, VECTOR_BYTES);
            } else {
                code.emit(VMOVUPS_STORE, POWERS + i, 0, RDI, (from + i - 1) * VECTOR_BYTES);
                code.emit(VADDPS, SUM, SUM, POWERS + i);
            }
        }
    }

    private void each(int count, Opcode op, int target, int first, int second) {
        for (int i = 0; i < count; i++) {
            code.emit(op, target + i, first + i, second);
        }
    }

    private void eachWithConstant(int count, Opcode op, int target, float constant) {
        for (int i = 0; i < count; i++) {
            code.emitConstant(op, target + i, 0, constant);
        }
    }

    private void eachWithConstant(int count, Opcode op, int target, int first, float constant) {
        for (int i = 0; i < count; i++) {
            code.emitConstant(op, target + i, first + i, constant);
        }
    }
}
