package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.AttentionLayout.STRIP;
import static org.serai.device.cpu.x86.Opcode.*;
import static org.serai.device.cpu.x86.Register.*;

/**
 * Generates the two products of attention, for tiles of a few queries and up to 64 tokens or elements of values: in F32, of
 * keys and values in F16. Every sum is one chain of fused multiply-adds, and therefore the same in every height of tile.
 *
 * <ul>
 *   <li>{@code void score(float* queries, F16* keys, float* scores, long tiles, long from, long to)}: {@code scores[i][t] = Σ
 *       queries[i][c] · keys[c][t]}, over all c in order, from 0 on.
 *   <li>{@code void sum(float* weights, F16* values, float* sums, long counts, long from, long to)}: {@code sums[i][c] =
 *       weights[i][−16] · sums[i][c] + Σ weights[i][t] · values[t][c]}, over all t in order. The {@code counts} are {@link Halves} of
 *       tiles and tokens.
 * </ul>
 *
 * <p>{@code from} is {@link Halves} of the bytes from the first pointer to the first query or weight, and from the second one to the
 * first key or value; {@code to} is the bytes from the third one to the first result.
 */
final class AttentionKernel {
    private final Assembler code;
    private final int lanes;
    private final int height;
    private final int vectors;
    private final int operands;
    private final int broadcast;

    private AttentionKernel(InstructionSet set, AttentionTiles.Tile tile) {
        code = set.assembler();
        lanes = set.interleaving().lanes();
        height = tile.height();
        vectors = tile.strips() * STRIP / lanes;
        operands = height * vectors;
        broadcast = operands + vectors;
    }

    /** The function that scores as many tokens as a tile is wide. */
    static byte[] score(InstructionSet set, AttentionLayout layout, AttentionTiles.Tile size) {
        AttentionKernel kernel = new AttentionKernel(set, size);
        int queryBytes = layout.keyColumns() * Float.BYTES;
        int scoreBytes = layout.scoreStride() * Float.BYTES;
        kernel.arguments();
        int tile = kernel.begin();
        for (int sum = 0; sum < kernel.operands; sum++) {
            kernel.code.emit(VPXOR, sum, sum, sum);
        }
        kernel.code.move(RAX, layout.keyColumns());
        kernel.products(queryBytes, layout.keyStride() * Short.BYTES);
        kernel.end(tile, queryBytes, scoreBytes, RCX);
        return kernel.code.toByteArray();
    }

    /** The function that sums as many elements of values as a tile is wide. */
    static byte[] sum(InstructionSet set, AttentionLayout layout, AttentionTiles.Tile size) {
        AttentionKernel kernel = new AttentionKernel(set, size);
        int weightBytes = layout.scoreStride() * Float.BYTES;
        int sumBytes = layout.valueColumns() * Float.BYTES;
        kernel.arguments();
        kernel.code.split(RCX, R8);
        int tile = kernel.begin();
        kernel.shrink(weightBytes, sumBytes);
        kernel.code.move(RAX, R8);
        kernel.products(weightBytes, layout.valueColumns() * Short.BYTES);
        kernel.end(tile, weightBytes, sumBytes, RCX);
        return kernel.code.toByteArray();
    }

    private void arguments() {
        code.add(RDX, R9);
        code.split(R8, R9);
        code.add(RDI, R8);
        code.add(RSI, R9);
    }

    /** Keeps where a tile begins; gives where the loop over tiles does. */
    private int begin() {
        code.move(R11, RSI);
        code.move(R10, RDI);
        int tile = code.here();
        code.move(RSI, R11);
        code.move(RDI, R10);
        return tile;
    }

    private void shrink(int weightBytes, int sumBytes) {
        for (int row = 0; row < height; row++) {
            code.emit(VBROADCASTSS, broadcast, 0, RDI, row * weightBytes - AttentionLayout.FACTOR * Float.BYTES);
            for (int vector = 0; vector < vectors; vector++) {
                code.emit(VMULPS, sum(row, vector), broadcast, RDX, row * sumBytes + vector * lanes * Float.BYTES);
            }
        }
    }

    /** Adds products, as often as {@code RAX} says. */
    private void products(int rowBytes, int stepBytes) {
        int step = code.here();
        for (int vector = 0; vector < vectors; vector++) {
            code.emit(VCVTPH2PS, operands + vector, 0, RSI, vector * lanes * Short.BYTES);
        }
        for (int row = 0; row < height; row++) {
            code.emit(VBROADCASTSS, broadcast, 0, RDI, row * rowBytes);
            for (int vector = 0; vector < vectors; vector++) {
                code.emit(VFMADD231PS, sum(row, vector), broadcast, operands + vector);
            }
        }
        code.add(RDI, Float.BYTES);
        code.add(RSI, stepBytes);
        code.decrement(RAX);
        code.jumpIfNotZero(step);
    }

    /** Stores the tile and goes on with the next, as often as a register says. */
    private void end(int tile, int rowBytes, int resultBytes, Register tiles) {
        for (int row = 0; row < height; row++) {
            for (int vector = 0; vector < vectors; vector++) {
                code.emit(VMOVUPS_STORE, sum(row, vector), 0, RDX, row * resultBytes + vector * lanes * Float.BYTES);
            }
        }
        code.add(R10, height * rowBytes);
        code.add(RDX, height * resultBytes);
        code.decrement(tiles);
        code.jumpIfNotZero(tile);
        code.returnToCaller();
    }

    private int sum(int row, int vector) {
        return row * vectors + vector;
    }
}
