package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.AttentionLayout.STATE;
import static org.serai.device.cpu.x86.AttentionLayout.STATE_LANES;
import static org.serai.device.cpu.x86.AttentionLayout.STRIP;
import static org.serai.device.cpu.x86.AttentionTiles.HIGHEST;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.serai.device.Batch;
import org.serai.device.cpu.kernel.Attention;
import org.serai.device.cpu.kernel.F16Page;
import org.serai.device.cpu.kernel.F16Pages;
import org.serai.device.cpu.kernel.Workspace;

/**
 * Queries of some rows and of some heads that share keys and values, and what is known of them: all heads of the first row,
 * then of the second, and so on. They go over the pages of the cache together, in tiles. Reused from call to call by one
 * thread.
 */
final class AttentionQueries {
    @SuppressWarnings("NullAway.Init") // set before each use
    private AttentionFunctions functions;

    @SuppressWarnings("NullAway.Init") // set before each use
    private AttentionLayout layout;

    @SuppressWarnings("NullAway.Init") // set before each use
    private Attention attention;

    private int fromRow;
    private int fromHead;
    private int heads;
    private int queries;

    /** Queries, then scores with their factors, row by row. */
    private float[] operands = {};

    /** Sums of values, row by row, then the state of the softmax. */
    private float[] results = {};

    private MemorySegment operandMemory = MemorySegment.NULL;
    private MemorySegment resultMemory = MemorySegment.NULL;

    private int scoresAt;
    private int stateAt;

    /** Takes the rows {@code fromRow ≤ r < toRow}, which have one page table, and query heads {@code fromHead ≤ h < toHead}. */
    void set(
            AttentionFunctions newFunctions,
            Attention newAttention,
            int newFromRow,
            int toRow,
            int newFromHead,
            int toHead,
            Workspace workspace) {
        functions = newFunctions;
        layout = newFunctions.layout();
        attention = newAttention;
        fromRow = newFromRow;
        fromHead = newFromHead;
        heads = toHead - newFromHead;
        queries = (toRow - newFromRow) * heads;
        scoresAt = queries * layout.keyColumns();
        stateAt = queries * layout.valueColumns();
        operands = workspace.weights(scoresAt + queries * layout.scoreStride());
        results = workspace.sums(stateAt + queries * STATE);
        operandMemory = workspace.memory(operands);
        resultMemory = workspace.memory(results);
    }

    /** Computes the rows of these heads of the output. */
    void attend(F16Pages cache, int kvHead) {
        gather();
        begin();
        Batch batch = attention.batch();
        int pageTokens = cache.shape().pageTokens();
        int[] table = batch.pageTable(fromRow);
        int tokens = batch.position(fromRow + queries / heads - 1) + 1;
        for (int page = 0; page * pageTokens < tokens; page++) {
            int known = Math.min(pageTokens, tokens - page * pageTokens);
            score(cache.keys(attention.layer(), table[page]), cache.keyAt(kvHead), known);
            weigh(page * pageTokens, known);
            sum(cache.values(attention.layer(), table[page]), cache.valueAt(kvHead), known);
        }
        scatter();
    }

    /** Brings the queries together, and multiplies them with the factor that scores are to have. */
    private void gather() {
        int columns = layout.keyColumns();
        float[] q = attention.q();
        float scale = attention.scale();
        for (int query = 0; query < queries; query += heads) {
            int from = (row(query) * attention.heads() + fromHead) * columns;
            int to = query * columns;
            for (int i = 0; i < heads * columns; i++) {
                operands[to + i] = q[from + i] * scale;
            }
        }
    }

    /** No values were summed yet, and any score is larger than those before. */
    private void begin() {
        Arrays.fill(results, 0, stateAt + queries * STATE, 0);
        for (int at = stateAt; at < stateAt + queries * STATE; at += STATE) {
            Arrays.fill(results, at, at + STATE_LANES, Float.NEGATIVE_INFINITY);
        }
    }

    private int row(int query) {
        return fromRow + query / heads;
    }

    private void score(F16Page keys, int keysAt, int tokens) {
        int strips = Math.ceilDiv(tokens, STRIP);
        int tiled = queries / HIGHEST * HIGHEST;
        if (tiled > 0) {
            score(HIGHEST, strips, 0, keys, keysAt, queries / HIGHEST);
        }
        if (tiled < queries) {
            score(queries - tiled, strips, tiled, keys, keysAt, 1);
        }
    }

    private void score(int height, int strips, int query, F16Page keys, int keysAt, int tiles) {
        int widest = functions.tiles().widest(height);
        for (int strip = 0; strip < strips; strip += widest) {
            functions.score(
                    height,
                    Math.min(widest, strips - strip),
                    operandMemory,
                    (long) query * layout.keyColumns() * Float.BYTES,
                    keys.memory(),
                    (keysAt + (long) strip * STRIP) * Short.BYTES,
                    operandMemory,
                    (scoreAt(query) + (long) strip * STRIP) * Float.BYTES,
                    tiles);
        }
    }

    /** Index of the first score of a query. */
    private int scoreAt(int query) {
        return scoresAt + query * layout.scoreStride() + AttentionLayout.FACTOR;
    }

    /** Turns scores to weights; a query has none for tokens behind its own place. */
    private void weigh(int firstToken, int known) {
        int strips = Math.ceilDiv(known, STRIP);
        for (int query = 0; query < queries; query += heads) {
            int tokens = Math.clamp(attention.batch().position(row(query)) + 1L - firstToken, 0, known);
            for (int head = query; head < query + heads && tokens < strips * STRIP; head++) {
                int at = scoreAt(head);
                Arrays.fill(operands, at + tokens, at + strips * STRIP, Float.NEGATIVE_INFINITY);
            }
        }
        functions.weigh(
                strips,
                operandMemory,
                (long) scoreAt(0) * Float.BYTES,
                resultMemory,
                (long) stateAt * Float.BYTES,
                queries);
    }

    private void sum(F16Page values, int valuesAt, int tokens) {
        int tiled = queries / HIGHEST * HIGHEST;
        if (tiled > 0) {
            sum(HIGHEST, 0, values, valuesAt, queries / HIGHEST, tokens);
        }
        if (tiled < queries) {
            sum(queries - tiled, tiled, values, valuesAt, 1, tokens);
        }
    }

    private void sum(int height, int query, F16Page values, int valuesAt, int tiles, int tokens) {
        int strips = layout.valueColumns() / STRIP;
        int widest = functions.tiles().widest(height);
        for (int strip = 0; strip < strips; strip += widest) {
            functions.sum(
                    height,
                    Math.min(widest, strips - strip),
                    operandMemory,
                    (long) scoreAt(query) * Float.BYTES,
                    values.memory(),
                    (valuesAt + (long) strip * STRIP) * Short.BYTES,
                    resultMemory,
                    ((long) query * layout.valueColumns() + (long) strip * STRIP) * Float.BYTES,
                    tiles,
                    tokens);
        }
    }

    /** The sum of a query's weights. */
    private float total(int query) {
        int first = stateAt + query * STATE + STATE_LANES;
        float total = 0;
        for (int lane = 0; lane < STATE_LANES; lane++) {
            total += results[first + lane];
        }
        return total;
    }

    /** Divides the sums by those of the weights, and brings them to their places. */
    private void scatter() {
        int columns = layout.valueColumns();
        for (int query = 0; query < queries; query++) {
            float total = total(query);
            int from = query * columns;
            int to = (row(query) * attention.heads() + fromHead + query % heads) * columns;
            for (int c = 0; c < columns; c++) {
                attention.out()[to + c] = results[from + c] / total;
            }
        }
    }
}
