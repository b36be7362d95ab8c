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
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.ofVoid(
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
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
     * @param listener is told of each
     * @throws UnavailableException where the system gives no executable memory
     */
    static AttentionFunctions assemble(AttentionLayout layout, CodeListener listener) throws UnavailableException {
        byte[][] scores = new byte[HIGHEST * WIDEST][];
        byte[][] sums = new byte[HIGHEST * WIDEST][];
        String[] names = new String[HIGHEST * WIDEST];
        for (int height = 1; height <= HIGHEST; height++) {
            for (int vectors = 1; vectors <= WIDEST; vectors++) {
                scores[index(height, vectors)] = AttentionKernel.score(layout, height, vectors);
                sums[index(height, vectors)] = AttentionKernel.sum(layout, height, vectors);
                names[index(height, vectors)] = "queries" + height + "-vectors" + vectors;
            }
        }
        CodeListener told = listener.within("attention-keys" + layout.keyColumns() + "-stride" + layout.keyStride()
                + "-values" + layout.valueColumns());
        return new AttentionFunctions(
                layout,
                ExecutableMemory.of(scores, names, told.within("score")),
                ExecutableMemory.of(sums, names, told.within("sum")));
    }

    private static int index(int height, int vectors) {
        return (height - 1) * WIDEST + vectors - 1;
    }

    AttentionLayout layout() {
        return layout;
    }

    /**
     * Scores the tokens of a page, by the columns of keys that stand for them. Places are in bytes from the beginning of a segment.
     *
     * @param height queries of a tile
     * @param vectors how many times 16 tokens
     * @param tiles at least 1
     */
    void score(
            int height,
            int vectors,
            MemorySegment queries,
            long queriesAt,
            MemorySegment keys,
            long keysAt,
            MemorySegment scores,
            long scoresAt,
            int tiles) {
        MemorySegment function = this.scores[index(height, vectors)];
        call(function, queries, queriesAt, keys, keysAt, scores, scoresAt, tiles);
    }

    /**
     * Adds the values of a page to sums that are made smaller first. Places are in bytes from the beginning of a segment.
     *
     * @param height queries of a tile
     * @param vectors how many times 16 elements
     * @param weightsAt place of the first weight; the factor stands before it
     * @param tiles at least 1
     * @param tokens at least 1
     */
    void sum(
            int height,
            int vectors,
            MemorySegment weights,
            long weightsAt,
            MemorySegment values,
            long valuesAt,
            MemorySegment sums,
            long sumsAt,
            int tiles,
            int tokens) {
        MemorySegment function = this.sums[index(height, vectors)];
        call(function, weights, weightsAt, values, valuesAt, sums, sumsAt, Halves.of(tiles, tokens));
    }

    private static void call(
            MemorySegment function,
            MemorySegment first,
            long firstAt,
            MemorySegment second,
            long secondAt,
            MemorySegment out,
            long outAt,
            long counts) {
        try {
            CALL.invokeExact(function, first, second, out, counts, Halves.of(firstAt, secondAt), outAt);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // the call declares nothing else
        }
    }
}
