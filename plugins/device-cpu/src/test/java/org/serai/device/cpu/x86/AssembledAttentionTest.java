package org.serai.device.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.serai.device.Batch;
import org.serai.device.KvShape;
import org.serai.device.cpu.kernel.Attention;
import org.serai.device.cpu.kernel.F16Pages;
import org.serai.device.cpu.kernel.F32Pages;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.kernel.KvPages;
import org.serai.device.cpu.kernel.Workspace;
import org.serai.device.cpu.scalar.ScalarKernels;

/** The assembled attention computes what its definition does, for every shape, place in a sequence and division of work. */
@ParameterizedClass
@EnumSource
class AssembledAttentionTest {
    private static final float UNTOUCHED = 12345;
    private static final int TOKENS = 200;

    private final InstructionSet set;
    private final Kernels kernels;

    AssembledAttentionTest(InstructionSet set) {
        this.set = set;
        kernels = DetectedKernels.orAbort(set);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 1, 64, 64, 64",
        "9, 3, 64, 64, 64",
        "14, 2, 64, 64, 64",
        "4, 4, 128, 128, 64",
        "8, 1, 80, 80, 16",
        "6, 3, 96, 48, 32",
        "5, 5, 7, 16, 1",
        "2, 1, 33, 144, 128"
    })
    void attendsAsDefined(int heads, int kvHeads, int keyColumns, int valueColumns, int pageTokens) throws Exception {
        Random random = new Random(heads);
        int pages = Math.ceilDiv(TOKENS, pageTokens);
        F16Pages cache = cache(new KvShape(2, kvHeads, keyColumns, valueColumns, pageTokens, pages), random);
        assertNotNull(
                new ProvedFunctions(set, CodeListener.NONE).attention(cache.shape()),
                "there are functions for this shape");
        assertEquals(Short.BYTES, kernels.cacheNumberBytes(cache.shape()));
        for (int rows : new int[] {1, 2, 5, 16}) {
            for (int position : new int[] {0, pageTokens - 1, pageTokens, 77, TOKENS - rows}) {
                check(cache, heads, rows, position, random);
            }
        }
    }

    private static F16Pages cache(KvShape shape, Random random) {
        F16Pages cache = new F16Pages(shape);
        store(cache, random);
        return cache;
    }

    private static void store(KvPages<?> cache, Random random) {
        KvShape shape = cache.shape();
        float[] numbers = new float[Math.max(shape.keyColumns(), shape.valueColumns())];
        for (int token = 0; token < shape.pages() * shape.pageTokens(); token++) {
            int page = token / shape.pageTokens();
            cache.prepare(1, page);
            for (int head = 0; head < shape.heads(); head++) {
                fill(numbers, random);
                cache.storeKey(1, page, head, token % shape.pageTokens(), numbers, 0);
                fill(numbers, random);
                cache.storeValue(1, page, head, token % shape.pageTokens(), numbers, 0);
            }
        }
    }

    private static void fill(float[] numbers, Random random) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
    }

    /**
     * Of n additions in F32 each adds a relative error of 2⁻²⁴ of the terms' magnitudes, and a weight e^s has that of its
     * score s besides: with scores below 60 and values below 6, 2e-4 is beyond all of it.
     */
    private void check(KvPages<?> cache, int heads, int rows, int position, Random random) {
        KvShape shape = cache.shape();
        int[] table = new int[shape.pages()];
        Arrays.setAll(table, page -> (page + 1) % table.length);
        Batch batch = new Batch(rows);
        for (int row = 0; row < rows; row++) {
            batch.add(position + row, table);
        }
        float[] q = new float[rows * heads * shape.keyColumns()];
        fill(q, random);
        float scale = (float) (1 / Math.sqrt(shape.keyColumns()));
        float[] expected = new float[rows * heads * shape.valueColumns() + 16];
        Arrays.fill(expected, UNTOUCHED);
        float[] actual = expected.clone();
        Attention attention = new Attention();
        attention.set(expected, q, batch, cache, 1, heads, scale);
        new ScalarKernels().attend(attention, 0, rows, 0, heads, new Workspace());
        attention.set(actual, q, batch, cache, 1, heads, scale);
        Workspace workspace = new Workspace();
        int middle = heads / 2;
        kernels.attend(attention, 0, rows, middle, heads, workspace);
        kernels.attend(attention, 0, rows, 0, middle, workspace);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 2e-4f, rows + " rows from " + position + ", number " + i);
        }
    }

    @Test
    void howRowsAreDividedChangesNothing() {
        Random random = new Random(3);
        F16Pages cache = cache(new KvShape(2, 2, 64, 64, 64, 4), random);
        Batch batch = new Batch(16);
        int[] table = {0, 1, 2, 3};
        for (int row = 0; row < 16; row++) {
            batch.add(100 + row, table);
        }
        float[] q = new float[16 * 6 * 64];
        fill(q, random);
        float[] together = new float[q.length];
        float[] singly = new float[q.length];
        Attention attention = new Attention();
        attention.set(together, q, batch, cache, 1, 6, 0.1f);
        kernels.attend(attention, 0, 16, 0, 6, new Workspace());
        attention.set(singly, q, batch, cache, 1, 6, 0.1f);
        for (int row = 0; row < 16; row++) {
            for (int head = 0; head < 6; head++) {
                kernels.attend(attention, row, row + 1, head, head + 1, new Workspace());
            }
        }
        assertEquals(Arrays.hashCode(together), Arrays.hashCode(singly));
    }

    @Test
    void valuesThatFillNoVectorAreLeftToOthers() throws Exception {
        F32Pages cache = new F32Pages(new KvShape(2, 1, 24, 24, 16, 13));
        store(cache, new Random(4));
        assertNull(new ProvedFunctions(set, CodeListener.NONE).attention(cache.shape()));
        assertEquals(Float.BYTES, kernels.cacheNumberBytes(cache.shape()));
        check(cache, 2, 3, 20, new Random(5));
    }
}
