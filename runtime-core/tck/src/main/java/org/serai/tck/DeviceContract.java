package org.serai.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.device.Activation;
import org.serai.device.Batch;
import org.serai.device.Device;
import org.serai.device.DeviceInfo;
import org.serai.device.DeviceOptions;
import org.serai.device.DeviceSession;
import org.serai.device.KvCache;
import org.serai.device.KvShape;
import org.serai.device.Phase;
import org.serai.device.Projection;
import org.serai.device.Rope;
import org.serai.device.Tensor;
import org.serai.device.Weights;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;
import org.serai.model.Support;
import org.serai.model.TensorInfo;
import org.serai.model.TensorType;

/**
 * What every {@link Device} keeps to: each operation against its formula in double precision, within a bound that follows
 * from F32 arithmetic; weights decoded to the bit; and no row that depends on its neighbours.
 */
public abstract class DeviceContract {
    private static final int[] ROW_COUNTS = {1, 2, 3, 5, 13, 17, 40};
    private static final float EPSILON = 1e-5f;

    private DeviceSession session;

    /** The device under test. */
    protected abstract Device device();

    /** How the sessions of these tests are opened. */
    protected DeviceOptions options() {
        return new DeviceOptions(OptionalInt.empty(), true);
    }

    /**
     * How far these sessions may round an activation before it is multiplied with weights in blocks, as a part of the largest
     * magnitude of its row.
     */
    protected double activationError() {
        return 0;
    }

    private int cacheNumberBytes(KvShape shape) {
        return device().cacheNumberBytes(shape, options().exact());
    }

    /** By what part of them keys and values are rounded: those of two bytes are F16, which has eleven bits of precision. */
    private double rounding(KvShape shape) {
        return cacheNumberBytes(shape) == Short.BYTES ? 0x1p-11 : 0;
    }

    @BeforeEach
    void open() {
        session = device().open(options());
    }

    @AfterEach
    void close() {
        session.close();
    }

    // What the device is and takes.

    @Test
    void saysWhatItIs() {
        DeviceInfo info = device().info();
        assertFalse(info.name().isBlank());
        assertEquals(info.name(), info.name().toLowerCase(java.util.Locale.ROOT));
        assertFalse(info.description().isBlank());
        assertTrue(info.memoryBytes() > 0);
    }

    @Test
    void supportsF32() {
        assertTrue(device().supports(TensorType.F32).isYes());
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void refusesOtherTypesWithAReason(TensorType type) {
        if (device().supports(type) instanceof Support.No no) {
            assertFalse(no.reason().isBlank());
            TensorInfo info = new TensorInfo("blk.0.odd", type, List.of((long) type.blockElements(), 1L));
            MemorySegment data = MemorySegment.ofArray(new byte[type.blockBytes()]);
            SeraiException e = assertThrows(SeraiException.class, () -> session.upload(info, data));
            assertEquals(ErrorCategory.UNSUPPORTED, e.code().category());
            assertTrue(e.toString().contains("blk.0.odd") && e.toString().contains(type.name()), e.toString());
        }
    }

    @Test
    void decodesWeightsToTheBit() {
        int compared = 0;
        for (GoldenBlocks golden : GoldenBlocks.all()) {
            if (device().supports(golden.type()).isYes()) {
                int columns = golden.type().blockElements();
                TensorInfo info =
                        new TensorInfo("table", golden.type(), List.of((long) columns, (long) golden.blocks()));
                Weights table = session.upload(info, MemorySegment.ofArray(golden.bytes()));
                Tensor out = session.allocate(golden.blocks(), columns);
                session.embed(out, table, IntStream.range(0, golden.blocks()).toArray(), golden.blocks());
                assertArrayEquals(
                        golden.numbers(),
                        concatenate(rows(out, golden.blocks())),
                        golden.type().name());
                compared++;
            }
        }
        assertTrue(compared > 0, "there is no reference data for any type of this device");
    }

    // Products.

    @ParameterizedTest
    @EnumSource(Phase.class)
    void projects(Phase phase) {
        Random random = new Random(1);
        for (TensorType type : types()) {
            for (int[] shape : shapes(type)) {
                SampleWeights sample = SampleWeights.random("w", type, shape[0], shape[1], random);
                Weights weights = upload(sample);
                for (int rows : ROW_COUNTS) {
                    float[][] x = randomRows(rows, shape[1], random);
                    Tensor out = session.allocate(rows, shape[0]);
                    session.project(phase, tensor(x), rows, List.of(new Projection(weights, out)));
                    String what = type + " " + shape[0] + "×" + shape[1] + " for " + rows + " rows";
                    assertProducts(x, sample, rows(out, rows), what);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void projectsSeveralWithBiasAndSum(Phase phase) {
        Random random = new Random(2);
        SampleWeights first = SampleWeights.random("q", TensorType.F32, 37, 64, random);
        SampleWeights second = SampleWeights.random("k", TensorType.F32, 16, 64, random);
        SampleWeights bias = SampleWeights.random("b", TensorType.F32, 1, 37, random);
        for (int rows : ROW_COUNTS) {
            float[][] x = randomRows(rows, 64, random);
            float[][] before = randomRows(rows, 16, random);
            Tensor biased = session.allocate(rows, 37);
            Tensor summed = tensor(before);
            session.project(
                    phase,
                    tensor(x),
                    rows,
                    List.of(
                            new Projection(upload(first), upload(bias), biased, false),
                            new Projection(upload(second), null, summed, true)));
            for (int r = 0; r < rows; r++) {
                float[] q = row(biased, r);
                for (int c = 0; c < 37; c++) {
                    double expected = DecoderMath.dot(x[r], first.row(c)) + bias.numbers()[c];
                    assertEquals(expected, q[c], DecoderMath.dotBound(x[r], first.row(c)) + 1e-6);
                }
                float[] k = row(summed, r);
                for (int c = 0; c < 16; c++) {
                    double expected = DecoderMath.dot(x[r], second.row(c)) + before[r][c];
                    assertEquals(expected, k[c], DecoderMath.dotBound(x[r], second.row(c)) + 1e-6);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void leavesRowsBeyondTheCountAlone(Phase phase) {
        Random random = new Random(3);
        Weights weights = upload(SampleWeights.random("w", TensorType.F32, 33, 32, random));
        Tensor out = tensor(new float[][] {filled(33, 7), filled(33, 7), filled(33, 7)});
        session.project(phase, tensor(randomRows(3, 32, random)), 2, List.of(new Projection(weights, out)));
        assertArrayEquals(filled(33, 7), row(out, 2));
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void gates(Phase phase) {
        Random random = new Random(4);
        SampleWeights gate = SampleWeights.random("gate", TensorType.F32, 45, 32, random);
        SampleWeights up = SampleWeights.random("up", TensorType.F32, 45, 32, random);
        for (Activation activation : Activation.values()) {
            for (int rows : ROW_COUNTS) {
                float[][] x = randomRows(rows, 32, random);
                Tensor out = session.allocate(rows, 45);
                session.gatedProject(phase, out, tensor(x), rows, upload(gate), upload(up), activation);
                for (int r = 0; r < rows; r++) {
                    float[] actual = row(out, r);
                    for (int c = 0; c < 45; c++) {
                        double g = DecoderMath.dot(x[r], gate.row(c));
                        double u = DecoderMath.dot(x[r], up.row(c));
                        double expected = DecoderMath.activate(activation, g) * u;
                        // The slope of both activations is below 1.2.
                        double bound = 1.2 * DecoderMath.dotBound(x[r], gate.row(c)) * Math.abs(u)
                                + DecoderMath.dotBound(x[r], up.row(c)) * Math.abs(g)
                                + 0x1p-20 * (Math.abs(expected) + Math.abs(u));
                        assertEquals(expected, actual[c], bound, activation + " of " + g + " times " + u);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activatesExtremes(Activation activation) {
        float[] inputs = {-1e30f, -200, -104, -88.5f, -87, -20, -1e-30f, 0, 1e-30f, 20, 87, 88.5f, 104, 200, 1e30f};
        Weights gate = upload(SampleWeights.of("gate", inputs.length, 1, inputs));
        Weights up = upload(SampleWeights.of("up", inputs.length, 1, filled(inputs.length, 1)));
        Tensor out = session.allocate(1, inputs.length);
        session.gatedProject(Phase.DECODE, out, tensor(new float[][] {{1}}), 1, gate, up, activation);
        float[] actual = row(out, 0);
        for (int i = 0; i < inputs.length; i++) {
            double expected = DecoderMath.activate(activation, inputs[i]);
            double bound = 0x1p-20 * Math.abs(expected) + 0x1p-20 * Math.min(1, Math.abs(inputs[i]));
            assertEquals(expected, actual[i], bound, activation + " of " + inputs[i]);
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void productsOfARowDoNotDependOnOtherRows(Phase phase) {
        Random random = new Random(5);
        for (TensorType type : types()) {
            int[] shape = shapes(type).getLast();
            Weights weights = upload(SampleWeights.random("w", type, shape[0], shape[1], random));
            float[][] x = randomRows(29, shape[1], random);
            float[][] together = products(phase, weights, x);
            for (int count : new int[] {1, 2, 4, 7, 12, 16}) {
                for (int first = 0; first + count <= x.length; first += count) {
                    float[][] some = products(phase, weights, Arrays.copyOfRange(x, first, first + count));
                    for (int r = 0; r < count; r++) {
                        assertArrayEquals(together[first + r], some[r], type + ", row " + r + " of " + count);
                    }
                }
            }
        }
    }

    private float[][] products(Phase phase, Weights weights, float[][] x) {
        Tensor out = session.allocate(x.length, weights.rows());
        Tensor gated = session.allocate(x.length, weights.rows());
        Tensor in = tensor(x);
        session.project(phase, in, x.length, List.of(new Projection(weights, out)));
        session.gatedProject(phase, gated, in, x.length, weights, weights, Activation.SILU);
        return IntStream.range(0, x.length)
                .mapToObj(r -> concatenate(new float[][] {row(out, r), row(gated, r)}))
                .toArray(float[][]::new);
    }

    private void assertProducts(float[][] x, SampleWeights weights, float[][] actual, String what) {
        for (int r = 0; r < x.length; r++) {
            for (int c = 0; c < weights.rows(); c++) {
                float[] w = weights.row(c);
                double bound = DecoderMath.dotBound(x[r], w);
                if (weights.info().type().blockElements() > 1) {
                    bound += activationError() * largest(x[r]) * magnitudes(w);
                }
                assertEquals(DecoderMath.dot(x[r], w), actual[r][c], bound, what);
            }
        }
    }

    private static double largest(float[] numbers) {
        return IntStream.range(0, numbers.length)
                .mapToDouble(i -> Math.abs(numbers[i]))
                .max()
                .orElse(0);
    }

    private static double magnitudes(float[] numbers) {
        return IntStream.range(0, numbers.length)
                .mapToDouble(i -> Math.abs(numbers[i]))
                .sum();
    }

    /** The supported types that there is data for: plain numbers always, blocks where there is reference data. */
    private List<TensorType> types() {
        Set<TensorType> known = EnumSet.of(TensorType.F32, TensorType.F16, TensorType.BF16);
        GoldenBlocks.all().forEach(golden -> known.add(golden.type()));
        return known.stream().filter(type -> device().supports(type).isYes()).toList();
    }

    /** Rows and columns, with sizes that fit no vector; several blocks in the last one. */
    private static List<int[]> shapes(TensorType type) {
        int block = type.blockElements();
        return block == 1
                ? List.of(
                        new int[] {1, 1}, new int[] {7, 5}, new int[] {16, 32}, new int[] {35, 67}, new int[] {70, 300})
                : List.of(new int[] {1, block}, new int[] {16, 2 * block}, new int[] {
                    37, 32 * 32 / block * block / 4 + block
                });
    }

    // Normalisation, embedding, copies.

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 33, 576, 1000})
    void normalises(int columns) {
        Random random = new Random(6);
        for (float magnitude : new float[] {1, 1e-12f, 1e12f, 0}) {
            SampleWeights gain = SampleWeights.random("gain", TensorType.F32, 1, columns, random);
            float[][] x = randomRows(19, columns, random);
            for (float[] row : x) {
                for (int c = 0; c < columns; c++) {
                    row[c] *= magnitude;
                }
            }
            Tensor in = tensor(x);
            Tensor out = session.allocate(19, columns);
            session.rmsNorm(out, in, 19, upload(gain), EPSILON);
            session.rmsNorm(in, in, 19, upload(gain), EPSILON);
            for (int r = 0; r < 19; r++) {
                double[] expected = DecoderMath.rmsNorm(x[r], gain.numbers(), EPSILON);
                float[] actual = row(out, r);
                for (int c = 0; c < columns; c++) {
                    double bound = (columns + 8) * DecoderMath.U * Math.abs(expected[c]) + Float.MIN_NORMAL;
                    assertEquals(expected[c], actual[c], bound);
                }
                assertArrayEquals(actual, row(in, r), "in place");
            }
        }
    }

    @Test
    void embedsGathersReadsAndWrites() {
        Weights table = upload(SampleWeights.of("table", 3, 2, 1, 2, 3, 4, 5, 6));
        Tensor x = session.allocate(4, 2);
        session.embed(x, table, new int[] {2, 0, 2, 1, 99}, 4);
        assertArrayEquals(new float[] {5, 6, 1, 2, 5, 6, 3, 4}, concatenate(rows(x, 4)));
        session.write(x, 1, new float[] {8, 9});
        Tensor picked = session.allocate(3, 2);
        session.gather(picked, x, new int[] {3, 1}, 2);
        assertArrayEquals(new float[] {3, 4, 8, 9, 0, 0}, concatenate(rows(picked, 3)));
    }

    @Test
    void allocatesZeros() {
        assertArrayEquals(new float[3], row(session.allocate(2, 3), 1));
    }

    // Position and attention.

    @ParameterizedTest
    @EnumSource(Rope.Style.class)
    void turnsQueries(Rope.Style style) {
        Random random = new Random(7);
        Rope rope = new Rope(style, new float[] {1, 0.3f, 0.01f, 1e-4f, 0.7f}, 1.3f);
        KvShape shape = new KvShape(1, 1, 12, 4, 4, 64);
        KvCache cache = session.allocateKvCache(shape);
        int[] pages = IntStream.range(0, 64).toArray();
        Batch batch = new Batch(16);
        float[][] q = randomRows(16, 24, random);
        Tensor queries = tensor(q);
        for (int r = 0; r < 16; r++) {
            batch.add(r * 17, pages);
        }
        session.ropeAndStore(
                queries, tensor(randomRows(16, 12, random)), tensor(randomRows(16, 4, random)), batch, rope, cache, 0);
        for (int r = 0; r < 16; r++) {
            float[] actual = row(queries, r);
            for (int head = 0; head < 2; head++) {
                float[] expected =
                        DecoderMath.rotate(Arrays.copyOfRange(q[r], head * 12, head * 12 + 12), r * 17, rope);
                assertArrayEquals(expected, Arrays.copyOfRange(actual, head * 12, head * 12 + 12), 4e-6f);
            }
        }
    }

    /** Sizes of a cache that make every kind of remainder: pages of one token, heads that fill no vector. */
    private static final List<KvShape> CACHES = List.of(
            new KvShape(2, 1, 4, 4, 1, 90),
            new KvShape(2, 2, 10, 6, 4, 40),
            new KvShape(2, 3, 64, 64, 16, 12),
            new KvShape(2, 1, 80, 48, 32, 8),
            new KvShape(2, 2, 16, 33, 128, 4));

    @Test
    void attends() {
        for (KvShape shape : CACHES) {
            for (int group : new int[] {1, 3}) {
                for (float magnitude : new float[] {1, 60}) {
                    new Conversation(shape, group, magnitude, 8).check();
                }
            }
        }
    }

    @Test
    void attentionOfARowDoesNotDependOnOtherRows() {
        for (KvShape shape : CACHES) {
            Conversation conversation = new Conversation(shape, 2, 1, 9);
            for (Phase phase : Phase.values()) {
                float[][] together = conversation.attend(phase, conversation.all());
                for (int count : new int[] {1, 3, 8}) {
                    for (int first = 0; first + count <= together.length; first += count) {
                        List<Integer> rows =
                                IntStream.range(first, first + count).boxed().toList();
                        float[][] some = conversation.attend(phase, rows);
                        for (int i = 0; i < count; i++) {
                            assertArrayEquals(together[first + i], some[i], shape + ", row " + (first + i));
                        }
                    }
                }
            }
        }
    }

    @Test
    void copiesPages() {
        Conversation conversation = new Conversation(CACHES.get(1), 1, 1, 10);
        float[][] before = conversation.attend(Phase.PREFILL, conversation.all());
        conversation.moveFirstPage();
        float[][] after = conversation.attend(Phase.PREFILL, conversation.all());
        assertArrayEquals(concatenate(before), concatenate(after));
    }

    /**
     * Two sequences of 37 and 24 tokens whose pages lie all over the cache, stored in layer 1, with garbage in all
     * places that hold no token.
     */
    private final class Conversation {
        private final KvShape shape;
        private final int heads;
        private final float scale;
        private final KvCache cache;
        private final int[][] tables = new int[2][];
        private final List<int[]> tokens = new ArrayList<>();
        private final float[][] q;
        private final float[][] k;
        private final float[][] v;
        private final int freePage;

        Conversation(KvShape shape, int group, float magnitude, long seed) {
            Random random = new Random(seed);
            this.shape = shape;
            heads = group * shape.heads();
            scale = (float) (magnitude / Math.sqrt(shape.keyColumns()));
            int[] lengths = {37, 24};
            List<Integer> pages =
                    new ArrayList<>(IntStream.range(0, shape.pages()).boxed().toList());
            java.util.Collections.shuffle(pages, random);
            int next = 0;
            for (int s = 0; s < 2; s++) {
                int count = Math.ceilDiv(lengths[s], shape.pageTokens());
                tables[s] = pages.subList(next, next + count).stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
                next += count;
                for (int t = 0; t < lengths[s]; t++) {
                    tokens.add(new int[] {s, t});
                }
            }
            freePage = pages.get(next);
            q = randomRows(tokens.size(), heads * shape.keyColumns(), random);
            k = randomRows(tokens.size(), shape.heads() * shape.keyColumns(), random);
            v = randomRows(tokens.size(), shape.heads() * shape.valueColumns(), random);
            cache = session.allocateKvCache(shape);
            fillWithNaN();
            session.ropeAndStore(tensor(q), tensor(k), tensor(v), batch(all()), noTurn(), cache, 1);
        }

        private static Rope noTurn() {
            return new Rope(Rope.Style.HALVES, new float[0], 1);
        }

        private void fillWithNaN() {
            int rows = shape.pageTokens();
            Batch batch = new Batch(rows);
            Tensor nanQ = tensor(new float[rows][heads * shape.keyColumns()]);
            Tensor nanK = tensor(nanRows(rows, shape.heads() * shape.keyColumns()));
            Tensor nanV = tensor(nanRows(rows, shape.heads() * shape.valueColumns()));
            for (int page = 0; page < shape.pages(); page++) {
                int[] table = {page};
                batch.clear();
                for (int t = 0; t < rows; t++) {
                    batch.add(t, table);
                }
                session.ropeAndStore(nanQ, nanK, nanV, batch, noTurn(), cache, 1);
            }
        }

        private static float[][] nanRows(int rows, int columns) {
            return IntStream.range(0, rows)
                    .mapToObj(r -> filled(columns, Float.NaN))
                    .toArray(float[][]::new);
        }

        List<Integer> all() {
            return IntStream.range(0, tokens.size()).boxed().toList();
        }

        private Batch batch(List<Integer> rows) {
            Batch batch = new Batch(rows.size());
            rows.forEach(row -> batch.add(tokens.get(row)[1], tables[tokens.get(row)[0]]));
            return batch;
        }

        float[][] attend(Phase phase, List<Integer> rows) {
            Tensor out = session.allocate(rows.size(), heads * shape.valueColumns());
            Tensor queries = tensor(rows.stream().map(row -> q[row]).toArray(float[][]::new));
            session.attention(phase, out, queries, batch(rows), cache, 1, scale);
            return rows(out, rows.size());
        }

        void moveFirstPage() {
            session.copyPage(cache, tables[0][0], freePage);
            tables[0][0] = freePage;
        }

        void check() {
            for (Phase phase : Phase.values()) {
                float[][] actual = attend(phase, all());
                for (int row = 0; row < tokens.size(); row++) {
                    for (int head = 0; head < heads; head++) {
                        check(row, head, part(actual[row], head, shape.valueColumns()));
                    }
                }
            }
        }

        private void check(int row, int head, float[] actual) {
            int kvHead = head / (heads / shape.heads());
            int first = row - tokens.get(row)[1];
            float[][] keys = IntStream.rangeClosed(first, row)
                    .mapToObj(t -> part(k[t], kvHead, shape.keyColumns()))
                    .toArray(float[][]::new);
            float[][] values = IntStream.rangeClosed(first, row)
                    .mapToObj(t -> part(v[t], kvHead, shape.valueColumns()))
                    .toArray(float[][]::new);
            float[] query = part(q[row], head, shape.keyColumns());
            double[] expected = DecoderMath.attention(query, keys, values, scale);
            double bound = DecoderMath.attentionBound(query, keys, values, scale, rounding(shape));
            for (int c = 0; c < expected.length; c++) {
                assertEquals(expected[c], actual[c], bound, shape + ", row " + row + ", head " + head);
            }
        }

        private static float[] part(float[] row, int index, int columns) {
            return Arrays.copyOfRange(row, index * columns, (index + 1) * columns);
        }
    }

    // Sessions.

    @Test
    void refusesShapesThatDoNotFit() {
        Random random = new Random(11);
        Weights weights = upload(SampleWeights.random("w", TensorType.F32, 8, 4, random));
        Tensor x = session.allocate(2, 4);
        Tensor out = session.allocate(2, 8);
        KvCache cache = session.allocateKvCache(new KvShape(1, 1, 4, 4, 4, 2));
        Batch far = new Batch(1);
        far.add(8, new int[] {0, 1});
        List<Runnable> calls = List.of(
                () -> session.project(Phase.DECODE, x, 3, List.of(new Projection(weights, out))),
                () -> session.project(Phase.DECODE, out, 1, List.of(new Projection(weights, x))),
                () -> session.project(Phase.DECODE, x, 1, List.of(new Projection(weights, x))),
                () -> session.gatedProject(Phase.DECODE, x, x, 1, weights, weights, Activation.SILU),
                () -> session.rmsNorm(x, x, 1, weights, EPSILON),
                () -> session.embed(x, weights, new int[] {8}, 1),
                () -> session.embed(x, weights, new int[] {-1}, 1),
                () -> session.gather(x, out, new int[] {0}, 1),
                () -> session.read(x, 2, new float[4]),
                () -> session.read(x, 0, new float[3]),
                () -> session.write(x, 0, new float[3]),
                () -> session.attention(Phase.DECODE, out, x, far, cache, 0, 1),
                () -> session.attention(Phase.DECODE, session.allocate(1, 4), x, far, cache, 0, 1),
                () -> session.copyPage(cache, 0, 2),
                () -> session.upload(
                        new TensorInfo("w", TensorType.F32, List.of(4L, 4L)), MemorySegment.ofArray(new byte[60])));
        for (int i = 0; i < calls.size(); i++) {
            assertThrows(IllegalArgumentException.class, calls.get(i)::run, "call " + i);
        }
    }

    @Test
    void countsItsMemory() {
        long before = session.memoryBytes();
        upload(SampleWeights.random("w", TensorType.F32, 64, 64, new Random(12)));
        long afterWeights = session.memoryBytes();
        assertTrue(afterWeights >= before + 64 * 64 * 4);
        KvShape shape = new KvShape(2, 2, 32, 32, 16, 4);
        session.allocateKvCache(shape);
        assertEquals(afterWeights + shape.bytes(cacheNumberBytes(shape)), session.memoryBytes());
        session.close();
        assertEquals(0, session.memoryBytes());
    }

    @Test
    void refusesWhatMemoryCannotHold() {
        KvShape shape = new KvShape(1 << 16, 1 << 6, 1 << 6, 1 << 6, 1 << 6, 1 << 6);
        SeraiException e = assertThrows(SeraiException.class, () -> session.allocateKvCache(shape));
        assertEquals(ErrorCategory.RESOURCE, e.code().category());
    }

    @Test
    void closesTwice() {
        session.close();
        session.close();
    }

    @Test
    void keepsNothingOfTheDataUploaded() {
        SampleWeights sample = SampleWeights.of("table", 1, 2, 1, 2);
        Weights table = upload(sample);
        sample.data().fill((byte) 0);
        Tensor out = session.allocate(1, 2);
        session.embed(out, table, new int[] {0}, 1);
        assertArrayEquals(new float[] {1, 2}, row(out, 0));
    }

    @Test
    void sessionsWorkBesideEachOther() throws Exception {
        SampleWeights sample = SampleWeights.random("w", TensorType.F32, 64, 64, new Random(13));
        float[][] x = randomRows(8, 64, new Random(14));
        Callable<float[]> task = () -> {
            try (DeviceSession own = device().open(options())) {
                Weights weights = own.upload(sample.info(), sample.data());
                Tensor in = own.allocate(8, 64);
                Tensor out = own.allocate(8, 64);
                for (int r = 0; r < 8; r++) {
                    own.write(in, r, x[r]);
                }
                for (int i = 0; i < 50; i++) {
                    own.project(Phase.DECODE, in, 8, List.of(new Projection(weights, out)));
                }
                float[] last = new float[64];
                own.read(out, 7, last);
                return last;
            }
        };
        float[] alone = task.call();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (Future<float[]> result : threads.invokeAll(List.of(task, task, task))) {
                assertArrayEquals(alone, result.get());
            }
        }
    }

    @Test
    void threadsDoNotChangeResults() {
        SampleWeights sample = SampleWeights.random("w", TensorType.F32, 70, 96, new Random(15));
        float[][] x = randomRows(21, 96, new Random(16));
        float[][] expected = products(Phase.PREFILL, upload(sample), x);
        for (int threads = 1; threads <= 4; threads++) {
            DeviceSession before = session;
            session = assertInstanceOf(
                    DeviceSession.class, device().open(new DeviceOptions(OptionalInt.of(threads), true)));
            assertArrayEquals(concatenate(expected), concatenate(products(Phase.PREFILL, upload(sample), x)));
            session.close();
            session = before;
        }
    }

    private Weights upload(SampleWeights sample) {
        return session.upload(sample.info(), sample.data());
    }

    private Tensor tensor(float[][] rows) {
        Tensor tensor = session.allocate(rows.length, rows[0].length);
        for (int r = 0; r < rows.length; r++) {
            session.write(tensor, r, rows[r]);
        }
        return tensor;
    }

    private float[] row(Tensor tensor, int row) {
        float[] numbers = new float[tensor.columns()];
        session.read(tensor, row, numbers);
        return numbers;
    }

    private float[][] rows(Tensor tensor, int count) {
        return IntStream.range(0, count).mapToObj(r -> row(tensor, r)).toArray(float[][]::new);
    }

    private static float[][] randomRows(int rows, int columns, Random random) {
        float[][] numbers = new float[rows][columns];
        for (float[] row : numbers) {
            for (int c = 0; c < columns; c++) {
                row[c] = (float) random.nextGaussian();
            }
        }
        return numbers;
    }

    private static float[] filled(int count, float number) {
        float[] numbers = new float[count];
        Arrays.fill(numbers, number);
        return numbers;
    }

    private static float[] concatenate(float[][] rows) {
        float[] all = new float[Arrays.stream(rows).mapToInt(row -> row.length).sum()];
        int at = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, all, at, row.length);
            at += row.length;
        }
        return all;
    }
}
