package org.serai.device.opencl.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.serai.device.Batch;
import org.serai.device.DeviceSession;
import org.serai.device.KvCache;
import org.serai.device.KvShape;
import org.serai.device.Phase;
import org.serai.device.Rope;
import org.serai.device.Tensor;
import org.serai.device.opencl.check.Twins.Pair;

/** The kernels that know the KV cache, and the copy of a page. */
final class AttentionChecks {
    private static final int GROUP_HEADS = 3;
    private static final float MAGNITUDE = 1.1f;

    private final Twins twins;
    private final boolean halfCache;
    private final CheckSizes sizes;
    private final Random random;

    /** @param halfCache true where the device under test has a cache of F16, whose rounding the other one is given */
    AttentionChecks(Twins twins, boolean halfCache, CheckSizes sizes, Random random) {
        this.twins = twins;
        this.halfCache = halfCache;
        this.sizes = sizes;
        this.random = random;
    }

    List<KernelResult> run() {
        String cache = halfCache ? ", F16 cache" : ", F32 cache";
        Comparison queries = new Comparison("rope_and_store" + cache);
        Comparison attention = new Comparison("attention" + cache);
        for (KvShape shape : sizes.caches()) {
            for (Rope.Style style : Rope.Style.values()) {
                new Conversation(shape, style).check(queries, attention);
            }
        }
        return List.of(queries.result(), attention.result());
    }

    /** Two sequences, the second half as long, whose pages lie all over the cache. */
    private final class Conversation {
        private final KvShape shape;
        private final Rope rope;
        private final Batch batch;
        private final Batch asked;
        private final int[] askedRows;
        private final int[] first;
        private final int spare;
        private final float[][] q;
        private final float[][] k;
        private final float[][] v;

        Conversation(KvShape shape, Rope.Style style) {
            this.shape = shape;
            rope = rope(style);
            int pages = Math.ceilDiv(sizes.tokens(), shape.pageTokens());
            List<Integer> all =
                    new ArrayList<>(IntStream.range(0, shape.pages()).boxed().toList());
            Collections.shuffle(all, random);
            first = table(all.subList(0, pages));
            int[] second = table(all.subList(pages, 2 * pages));
            spare = all.get(2 * pages);
            batch = new Batch(2 * sizes.tokens());
            for (int token = 0; token < sizes.tokens(); token++) {
                batch.add(token, first);
            }
            for (int token = 0; token < sizes.tokens() / 2; token++) {
                batch.add(token, second);
            }
            int last = sizes.tokens() - 1;
            askedRows = new int[] {0, 1, last / 2, last - 1, last, batch.rows() - 1};
            asked = new Batch(askedRows.length);
            for (int row : askedRows) {
                asked.add(batch.position(row), batch.pageTable(row));
            }
            q = Twins.randomRows(random, batch.rows(), GROUP_HEADS * shape.heads() * shape.keyColumns());
            k = stored(Twins.randomRows(random, batch.rows(), shape.heads() * shape.keyColumns()));
            v = stored(Twins.randomRows(random, batch.rows(), shape.heads() * shape.valueColumns()));
        }

        /** A third of the elements stay as they are; with a cache of F16, all do, as rounding would tell turns apart. */
        private Rope rope(Rope.Style style) {
            float[] frequencies = new float[halfCache ? 0 : shape.keyColumns() / 3];
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] = (float) Math.pow(0.7, i);
            }
            return new Rope(style, frequencies, MAGNITUDE);
        }

        private static int[] table(List<Integer> pages) {
            return pages.stream().mapToInt(Integer::intValue).toArray();
        }

        /** Numbers that the cache of the device under test holds as they are. */
        private float[][] stored(float[][] rows) {
            if (halfCache) {
                for (float[] row : rows) {
                    for (int c = 0; c < row.length; c++) {
                        row[c] = Float.float16ToFloat(Float.floatToFloat16(row[c]));
                    }
                }
            }
            return rows;
        }

        void check(Comparison queries, Comparison attention) {
            Pair<KvCache> cache = twins.allocate(shape);
            Pair<Tensor> turned = twins.tensor(q);
            Pair<Tensor> keys = twins.tensor(k);
            Pair<Tensor> values = twins.tensor(v);
            int layer = shape.layers() - 1;
            twins.actual()
                    .ropeAndStore(turned.actual(), keys.actual(), values.actual(), batch, rope, cache.actual(), layer);
            twins.expected()
                    .ropeAndStore(
                            turned.expected(),
                            keys.expected(),
                            values.expected(),
                            batch,
                            rope,
                            cache.expected(),
                            layer);
            compareQueries(queries, turned);

            Pair<Tensor> some = twins.allocate(askedRows.length, q[0].length);
            Pair<Tensor> out = twins.allocate(askedRows.length, GROUP_HEADS * shape.heads() * shape.valueColumns());
            attend(twins.actual(), turned.actual(), some.actual(), cache.actual(), out.actual());
            attend(twins.expected(), turned.expected(), some.expected(), cache.expected(), out.expected());
            compareAttention(attention, out);
        }

        /** Moves a page, and attends to all there is for some of the rows. */
        private void attend(DeviceSession session, Tensor turned, Tensor some, KvCache cache, Tensor out) {
            session.gather(some, turned, askedRows, askedRows.length);
            int moved = first[0];
            session.copyPage(cache, moved, spare);
            first[0] = spare;
            session.attention(Phase.DECODE, out, some, asked, cache, shape.layers() - 1, scale());
            first[0] = moved;
        }

        private float scale() {
            return (float) (1 / Math.sqrt(shape.keyColumns()));
        }

        private void compareQueries(Comparison comparison, Pair<Tensor> turned) {
            for (int row = 0; row < q.length; row++) {
                String where = shape + ", row " + row;
                double bound = 8 * Bounds.U * norm(q[row], 0, q[row].length);
                twins.read(turned, row, (expected, actual) -> {
                    for (int c = 0; c < expected.length; c++) {
                        comparison.close(expected[c], actual[c], bound, where + ", column " + c);
                    }
                });
            }
        }

        private void compareAttention(Comparison comparison, Pair<Tensor> out) {
            int columns = shape.valueColumns();
            for (int i = 0; i < askedRows.length; i++) {
                int row = askedRows[i];
                String where = shape + ", row " + row + ", head ";
                twins.read(out, i, (expected, actual) -> {
                    for (int head = 0; head < GROUP_HEADS * shape.heads(); head++) {
                        double bound = bound(row, head);
                        for (int c = head * columns; c < (head + 1) * columns; c++) {
                            comparison.close(expected[c], actual[c], bound, where + head);
                        }
                    }
                });
            }
        }

        /** The magnitudes of a score's products sum up to no more than the lengths of query and key multiplied. */
        private double bound(int row, int head) {
            int columns = shape.keyColumns();
            int kvHead = head / GROUP_HEADS;
            double query = norm(q[row], head * columns, columns) * MAGNITUDE;
            double key = 0;
            double value = 0;
            for (int r = row - batch.position(row); r <= row; r++) {
                key = Math.max(key, norm(k[r], kvHead * columns, columns) * MAGNITUDE);
                for (int c = 0; c < shape.valueColumns(); c++) {
                    value = Math.max(value, Math.abs(v[r][kvHead * shape.valueColumns() + c]));
                }
            }
            return Bounds.attention(scale() * query * key, value, columns, batch.position(row) + 1);
        }
    }

    private static double norm(float[] numbers, int from, int count) {
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            squares += (double) numbers[i] * numbers[i];
        }
        return Math.sqrt(squares);
    }
}
