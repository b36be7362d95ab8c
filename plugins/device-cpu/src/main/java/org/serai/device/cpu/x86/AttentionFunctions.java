package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.AttentionKernel.HIGHEST;
import static org.serai.device.cpu.x86.AttentionKernel.WIDEST;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.serai.device.cpu.x86.ExecutableMemory.UnavailableException;

/** The products of attention for one layout, for each size of a tile. Thread-safe. */
@SuppressWarnings("restricted") // what is called was assembled here
final class AttentionFunctions {
    /** Takes the function first. Heap arrays are used in place, so that a call has to be short: a collection waits for it. */
    private static final MethodHandle SCORE = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.ofVoid(
                            ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG),
                    Linker.Option.critical(true));

    private static final MethodHandle SUM = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.ofVoid(
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    Linker.Option.critical(true));

    private final AttentionLayout layout;
    private final MemorySegment[] scores;
    private final MemorySegment[] sums;

    private AttentionFunctions(AttentionLayout layout, MemorySegment[] scores, MemorySegment[] sums) {
        this.layout = layout;
        this.scores = scores;
        this.sums = sums;
    }

    /**
     * Assembles the functions.
     *
     * @throws UnavailableException where the system gives no executable memory
     */
    static AttentionFunctions assemble(AttentionLayout layout) throws UnavailableException {
        byte[][] scores = new byte[HIGHEST * WIDEST][];
        byte[][] sums = new byte[HIGHEST * WIDEST][];
        for (int height = 1; height <= HIGHEST; height++) {
            for (int vectors = 1; vectors <= WIDEST; vectors++) {
                scores[index(height, vectors)] = AttentionKernel.score(layout, height, vectors);
                sums[index(height, vectors)] = AttentionKernel.sum(layout, height, vectors);
            }
        }
        return new AttentionFunctions(layout, ExecutableMemory.of(scores), ExecutableMemory.of(sums));
    }

    private static int index(int height, int vectors) {
        return (height - 1) * WIDEST + vectors - 1;
    }

    AttentionLayout layout() {
        return layout;
    }

    /**
     * Scores the tokens of a page, by the columns of keys that stand for them.
     *
     * @param height queries of a tile
     * @param vectors how many times 16 tokens
     * @param tiles at least 1
     */
    void score(int height, int vectors, MemorySegment queries, MemorySegment keys, MemorySegment scores, long tiles) {
        MemorySegment function = this.scores[index(height, vectors)];
        try {
            SCORE.invokeExact(function, queries, keys, scores, tiles);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // the call declares nothing else
        }
    }

    /**
     * Adds the values of a page to sums that are made smaller first.
     *
     * @param height queries of a tile
     * @param vectors how many times 16 elements
     * @param weights from the first weight on; the factor stands before it
     * @param tiles at least 1
     * @param tokens at least 1
     */
    void sum(
            int height,
            int vectors,
            MemorySegment weights,
            MemorySegment values,
            MemorySegment sums,
            long tiles,
            long tokens) {
        MemorySegment function = this.sums[index(height, vectors)];
        try {
            SUM.invokeExact(function, weights, values, sums, tiles, tokens);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // the call declares nothing else
        }
    }
}
