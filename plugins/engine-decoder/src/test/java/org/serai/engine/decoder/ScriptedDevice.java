package org.serai.engine.decoder;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
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
import org.serai.model.Support;
import org.serai.model.TensorInfo;
import org.serai.model.TensorType;

/**
 * A device whose "attention" is a hash of the tokens that it finds in the cache, in order, and whose logits name the
 * token that {@link #next} derives from it. So an answer is right only where every token of the sequence went through
 * once, at its own place and page, whatever was in the batch beside it.
 */
final class ScriptedDevice implements Device {
    static final int VOCABULARY = 128;
    static final String NAME = "scripted";

    private final long memoryBytes;

    /** Sessions that are open now. */
    final AtomicInteger openSessions = new AtomicInteger();

    /** Pages that were copied. */
    final AtomicInteger copies = new AtomicInteger();

    /** What the next pass that begins throws, once. */
    final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    /** Called with the number of rows at the beginning of each pass. */
    volatile IntConsumer passes = rows -> {};

    /** How many of a sequence's last tokens its answer depends on. */
    volatile int memory = Integer.MAX_VALUE;

    /** Hears of each layer of a pass. */
    volatile IntConsumer layers = layer -> {};

    ScriptedDevice(long memoryBytes) {
        this.memoryBytes = memoryBytes;
    }

    /** The answer to a sequence: what follows all of its tokens. */
    static int next(int[] tokens, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = mix(hash, tokens[i]);
        }
        return answer(hash);
    }

    private static int mix(int hash, int token) {
        return (hash * 31 + token + 1) % 99_991;
    }

    /** Letters only, so that every token is text. */
    private static int answer(int hash) {
        return 'a' + hash % 26;
    }

    @Override
    public DeviceInfo info() {
        return new DeviceInfo(NAME, "for tests", memoryBytes, "");
    }

    @Override
    public Support supports(TensorType weights) {
        return weights == TensorType.F32 ? Support.yes() : Support.no(weights + " is not scripted");
    }

    @Override
    public DeviceSession open(DeviceOptions options) {
        openSessions.incrementAndGet();
        return new Session();
    }

    private record Resident(TensorType type, int rows, int columns) implements Weights {}

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Cache(KvShape shape, int[] tokens) implements KvCache {}

    /** Holds two numbers in each row: a token and a hash. */
    private static final class Rows implements Tensor {
        private final int columns;
        private final int[] tokens;
        private final int[] hashes;

        Rows(int rows, int columns) {
            this.columns = columns;
            tokens = new int[rows];
            hashes = new int[rows];
        }

        @Override
        public int rows() {
            return tokens.length;
        }

        @Override
        public int columns() {
            return columns;
        }

        void copy(int row, Rows from, int fromRow) {
            tokens[row] = from.tokens[fromRow];
            hashes[row] = from.hashes[fromRow];
        }
    }

    private final class Session implements DeviceSession {
        private boolean closed;

        @Override
        public Weights upload(TensorInfo info, MemorySegment data) {
            return new Resident(info.type(), (int) info.rows(), (int) info.columns());
        }

        @Override
        public Tensor allocate(int rows, int columns) {
            return new Rows(rows, columns);
        }

        @Override
        public KvCache allocateKvCache(KvShape shape) {
            return new Cache(shape, new int[shape.pages() * shape.pageTokens()]);
        }

        @Override
        public long memoryBytes() {
            return 1;
        }

        @Override
        public void embed(Tensor out, Weights table, int[] tokens, int count) {
            passes.accept(count);
            RuntimeException failing = failure.getAndSet(null);
            if (failing != null) {
                throw failing;
            }
            System.arraycopy(tokens, 0, ((Rows) out).tokens, 0, count);
        }

        @Override
        public void rmsNorm(Tensor out, Tensor x, int rows, Weights gain, float epsilon) {
            copyRows((Rows) out, (Rows) x, rows);
        }

        @Override
        public void project(Phase phase, Tensor x, int rows, List<Projection> projections) {
            for (Projection projection : projections) {
                copyRows((Rows) projection.out(), (Rows) x, rows);
            }
        }

        @Override
        public void gatedProject(
                Phase phase, Tensor out, Tensor x, int rows, Weights gate, Weights up, Activation activation) {
            copyRows((Rows) out, (Rows) x, rows);
        }

        @Override
        public void ropeAndStore(Tensor q, Tensor k, Tensor v, Batch batch, Rope rope, KvCache cache, int layer) {
            layers.accept(layer);
            for (int row = 0; row < batch.rows(); row++) {
                ((Cache) cache).tokens[place(batch, row, batch.position(row), cache)] = ((Rows) k).tokens[row];
            }
        }

        @Override
        public void attention(Phase phase, Tensor out, Tensor q, Batch batch, KvCache cache, int layer, float scale) {
            for (int row = 0; row < batch.rows(); row++) {
                int hash = 0;
                for (int position = Math.max(0, batch.position(row) + 1 - memory);
                        position <= batch.position(row);
                        position++) {
                    hash = mix(hash, ((Cache) cache).tokens[place(batch, row, position, cache)]);
                }
                ((Rows) out).hashes[row] = hash;
                ((Rows) out).tokens[row] = ((Rows) q).tokens[row];
            }
        }

        @Override
        public void gather(Tensor out, Tensor x, int[] rows, int count) {
            for (int i = 0; i < count; i++) {
                ((Rows) out).copy(i, (Rows) x, rows[i]);
            }
        }

        @Override
        public void copyPage(KvCache cache, int from, int to) {
            copies.incrementAndGet();
            int pageTokens = cache.shape().pageTokens();
            int[] tokens = ((Cache) cache).tokens;
            System.arraycopy(tokens, from * pageTokens, tokens, to * pageTokens, pageTokens);
        }

        @Override
        public void read(Tensor x, int row, float[] target) {
            Arrays.fill(target, 0);
            target[answer(((Rows) x).hashes[row])] = 10;
        }

        @Override
        public void write(Tensor x, int row, float[] source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                openSessions.decrementAndGet();
            }
        }

        private static int place(Batch batch, int row, int position, KvCache cache) {
            int pageTokens = cache.shape().pageTokens();
            return batch.pageTable(row)[position / pageTokens] * pageTokens + position % pageTokens;
        }

        private static void copyRows(Rows out, Rows x, int rows) {
            for (int row = 0; row < rows; row++) {
                out.copy(row, x, row);
            }
        }
    }
}
