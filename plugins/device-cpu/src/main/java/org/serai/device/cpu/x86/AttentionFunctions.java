package org.serai.device.cpu.x86;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.serai.device.cpu.x86.ExecutableMemory.UnavailableException;

/** The products of attention for one layout, for each size of a tile. Thread-safe. */
final class AttentionFunctions {
    private final AttentionLayout layout;
    private final AttentionTiles tiles;
    private final MemorySegment[] scores;
    private final MemorySegment[] weights;
    private final MemorySegment[] sums;

    private AttentionFunctions(
            AttentionLayout layout,
            AttentionTiles tiles,
            MemorySegment[] scores,
            MemorySegment[] weights,
            MemorySegment[] sums) {
        this.layout = layout;
        this.tiles = tiles;
        this.scores = scores;
        this.weights = weights;
        this.sums = sums;
    }

    /**
     * Assembles the functions.
     *
     * @param listener is told of each
     * @throws UnavailableException where the system gives no executable memory
     */
    static AttentionFunctions assemble(InstructionSet set, AttentionLayout layout, CodeListener listener)
            throws UnavailableException {
        AttentionTiles tiles = new AttentionTiles(set);
        List<AttentionTiles.Tile> sizes = tiles.all();
        byte[][] scores = new byte[sizes.size()][];
        byte[][] sums = new byte[sizes.size()][];
        String[] names = new String[sizes.size()];
        for (int i = 0; i < sizes.size(); i++) {
            scores[i] = AttentionKernel.score(set, layout, sizes.get(i));
            sums[i] = AttentionKernel.sum(set, layout, sizes.get(i));
            names[i] = sizes.get(i).toString();
        }
        byte[][] weights = new byte[layout.pageStrips()][];
        String[] widths = new String[weights.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = SoftmaxKernel.weigh(layout, i + 1);
            widths[i] = "strips" + (i + 1);
        }
        CodeListener told = listener.within("attention-keys" + layout.keyColumns() + "-stride" + layout.keyStride()
                + "-values" + layout.valueColumns());
        return new AttentionFunctions(
                layout,
                tiles,
                ExecutableMemory.of(scores, names, told.within("score")),
                ExecutableMemory.of(weights, widths, told.within("weigh")),
                ExecutableMemory.of(sums, names, told.within("sum")));
    }

    AttentionLayout layout() {
        return layout;
    }

    /** The sizes of tiles that there are functions for. */
    AttentionTiles tiles() {
        return tiles;
    }

    /**
     * Scores the tokens of a page, by the columns of keys that stand for them. Places are in bytes from the beginning of a segment.
     *
     * @param height queries of a tile
     * @param strips those of a tile
     * @param count tiles, at least 1
     */
    void score(
            int height,
            int strips,
            MemorySegment queries,
            long queriesAt,
            MemorySegment keys,
            long keysAt,
            MemorySegment scores,
            long scoresAt,
            int count) {
        MemorySegment function = this.scores[tiles.index(height, strips)];
        call(function, queries, queriesAt, keys, keysAt, scores, scoresAt, count);
    }

    /**
     * Turns scores to weights. Places are in bytes from the beginning of a segment.
     *
     * @param strips those of the tokens that have scores
     * @param scoresAt place of the first score; the factor stands before it
     * @param state what is known of the queries, {@link AttentionLayout#STATE} numbers for each
     * @param queries at least 1
     */
    void weigh(int strips, MemorySegment scores, long scoresAt, MemorySegment state, long stateAt, int queries) {
        call(weights[strips - 1], scores, scoresAt, state, stateAt, scores, 0, queries);
    }

    /**
     * Adds the values of a page to sums that are made smaller first. Places are in bytes from the beginning of a segment.
     *
     * @param height queries of a tile
     * @param strips those of a tile
     * @param weightsAt place of the first weight; the factor stands before it
     * @param count tiles, at least 1
     * @param tokens at least 1
     */
    void sum(
            int height,
            int strips,
            MemorySegment weights,
            long weightsAt,
            MemorySegment values,
            long valuesAt,
            MemorySegment sums,
            long sumsAt,
            int count,
            int tokens) {
        MemorySegment function = this.sums[tiles.index(height, strips)];
        call(function, weights, weightsAt, values, valuesAt, sums, sumsAt, Halves.of(count, tokens));
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
        ArrayFunction.call(function, first, second, out, counts, Halves.of(firstAt, secondAt), outAt);
    }
}
