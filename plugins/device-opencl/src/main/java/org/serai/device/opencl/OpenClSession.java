package org.serai.device.opencl;

import static org.serai.device.opencl.Operands.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serai.device.Activation;
import org.serai.device.Batch;
import org.serai.device.DeviceSession;
import org.serai.device.KvCache;
import org.serai.device.KvShape;
import org.serai.device.Phase;
import org.serai.device.Projection;
import org.serai.device.Rope;
import org.serai.device.Tensor;
import org.serai.device.Weights;
import org.serai.device.opencl.SessionKernels.WeightKernels;
import org.serai.device.opencl.driver.DriverException;
import org.serai.device.opencl.driver.Hardware;
import org.serai.device.opencl.driver.Kernel;
import org.serai.device.opencl.driver.OpenCl;
import org.serai.device.opencl.error.OpenClErrors;
import org.serai.device.opencl.program.ProgramText;
import org.serai.error.SeraiException;
import org.serai.model.TensorInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One model on the device, with a queue of its own that works in the order of the calls. Calls return when the work is in
 * the queue; what is sent to the device or read from it waits for everything before.
 *
 * <p>A call that the driver fails throws, and leaves nothing to go on with: the session is to be closed.
 */
final class OpenClSession implements DeviceSession {
    private static final Logger LOG = LoggerFactory.getLogger(OpenClSession.class);

    /** Work-items of a group, and the other sizes that the kernels are written for. */
    private static final int GROUP = Hardware.LEAST_WORK_GROUP;

    private static final int RUN = 32;
    private static final int FEW_OUTPUTS = 4;
    private static final int FEW_ROWS = 8;
    private static final int TILE = 32;
    private static final int LONGEST_KEY = 2048;
    private static final int LONGEST_VALUE = 512;

    private static final int ADD_BIAS = 1;
    private static final int ACCUMULATE = 2;

    private final Accelerator accelerator;
    private final OpenCl cl;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment queue;
    private final SessionBuffers buffers;
    private final SessionKernels kernels;
    private final Transfer transfer;
    private final PassUpload pass;
    private final Scratch tokens;
    private final Scratch up;
    private final int cacheNumberBytes;
    private boolean closed;

    /**
     * @param accelerator held for this session, which releases it when it is closed
     * @param exact true to keep keys and values in F32, false to keep them in F16
     */
    OpenClSession(Accelerator accelerator, boolean exact) {
        this.accelerator = accelerator;
        cl = accelerator.cl();
        cacheNumberBytes = cacheNumberBytes(exact);
        kernels = new SessionKernels(accelerator, !exact, arena);
        queue = createQueue();
        buffers = new SessionBuffers(accelerator);
        transfer = new Transfer(cl, queue, arena);
        pass = new PassUpload(buffers, transfer);
        tokens = new Scratch(buffers, "The tokens of a batch");
        up = new Scratch(buffers, "Half of a gated product");
    }

    private MemorySegment createQueue() {
        boolean created = false;
        try {
            MemorySegment made =
                    cl.createQueue(accelerator.context(), accelerator.hardware().handle());
            created = true;
            return made;
        } finally {
            if (!created) {
                kernels.release();
                arena.close();
            }
        }
    }

    // Memory.

    @Override
    public Weights upload(TensorInfo info, MemorySegment data) {
        checkOpen();
        String what = "Tensor " + info.name();
        if (!ProgramText.types().contains(info.type())) {
            throw new SeraiException(
                    OpenClErrors.TENSOR_TYPE, what + " cannot be used: " + OpenClDevice.unsupported(info.type()));
        }
        check(data.byteSize() == info.bytes(), "the data has other bytes than the description of the tensor says");
        check(info.columns() % info.type().blockElements() == 0, "a row is not whole blocks");
        if (info.elements() == 0 || Math.max(info.rows(), info.columns()) > Integer.MAX_VALUE - RUN) {
            throw new SeraiException(
                    OpenClErrors.SIZE,
                    what + " has " + info.rows() + " × " + info.columns()
                            + " elements, and the OpenCL device takes at least one and no more than "
                            + (Integer.MAX_VALUE - RUN) + " in a row or column");
        }
        WeightKernels known = kernels.of(info.type());
        MemorySegment buffer = buffers.allocate(info.bytes(), what);
        transfer.write(buffer, data);
        int rows = (int) info.rows();
        int columns = (int) info.columns();
        MemorySegment vector = rows == 1 ? vector(info, buffer, known, what) : MemorySegment.NULL;
        return new ResidentWeights(info.type(), rows, columns, buffer, vector, known);
    }

    /** The numbers of a tensor of one row. */
    private MemorySegment vector(TensorInfo info, MemorySegment data, WeightKernels known, String what) {
        MemorySegment vector = buffers.allocate(info.columns() * Float.BYTES, what);
        int[] first = {0};
        embed(known.embed(), data, info.bytes(), (int) info.columns(), first, 1, vector);
        return vector;
    }

    @Override
    public Tensor allocate(int rows, int columns) {
        checkOpen();
        check(rows > 0 && columns > 0, "a tensor needs rows and columns");
        long bytes = (long) rows * columns * Float.BYTES;
        MemorySegment buffer = buffers.allocate(bytes, "Activations of " + rows + " × " + columns);
        cl.clear(queue, buffer, bytes);
        return new ResidentTensor(rows, columns, buffer);
    }

    /** Bytes of a number of the KV cache. */
    static int cacheNumberBytes(boolean exact) {
        return exact ? Float.BYTES : Short.BYTES;
    }

    @Override
    public KvCache allocateKvCache(KvShape shape) {
        checkOpen();
        if (shape.keyColumns() > LONGEST_KEY || shape.valueColumns() > LONGEST_VALUE) {
            throw new SeraiException(
                    OpenClErrors.HEAD,
                    "The model's heads have keys of " + shape.keyColumns() + " and values of " + shape.valueColumns()
                            + " numbers, and the OpenCL device takes at most " + LONGEST_KEY + " and " + LONGEST_VALUE
                            + ": use another device");
        }
        String what = "A KV cache of " + (long) shape.pages() * shape.pageTokens() + " tokens";
        accelerator.memory().require(ResidentCache.bytes(shape, cacheNumberBytes), what);
        List<MemorySegment> keys = new ArrayList<>();
        List<MemorySegment> values = new ArrayList<>();
        for (int layer = 0; layer < shape.layers(); layer++) {
            keys.add(allocateLayer(shape, shape.keyColumns(), what));
            values.add(allocateLayer(shape, shape.valueColumns(), what));
        }
        return new ResidentCache(shape, keys, values, cacheNumberBytes);
    }

    /** Drivers find room for a buffer when it is first touched, so it is touched here rather than in a request's work. */
    private MemorySegment allocateLayer(KvShape shape, int columns, String what) {
        long bytes = Math.ceilDiv(ResidentCache.layerBytes(shape, columns, cacheNumberBytes), 4) * 4;
        MemorySegment buffer = buffers.allocate(bytes, what);
        cl.clear(queue, buffer, bytes);
        return buffer;
    }

    @Override
    public long memoryBytes() {
        return buffers.bytes();
    }

    // Operations.

    @Override
    public void embed(Tensor out, Weights table, int[] ids, int count) {
        checkOpen();
        ResidentTensor target = Operands.tensor(out, count);
        ResidentWeights matrix = Operands.weights(table);
        check(target.columns() == matrix.columns(), "out and table have different columns");
        check(count <= ids.length, "there are fewer tokens than count says");
        for (int i = 0; i < count; i++) {
            check(ids[i] >= 0 && ids[i] < matrix.rows(), "a token is not in the table");
        }
        if (count > 0) {
            embed(
                    matrix.kernels().embed(),
                    matrix.buffer(),
                    matrix.rowBytes(),
                    matrix.columns(),
                    ids,
                    count,
                    target.buffer());
        }
    }

    private void embed(
            Kernel kernel,
            MemorySegment table,
            long rowBytes,
            int columns,
            int[] ids,
            int count,
            MemorySegment target) {
        MemorySegment rows = tokens.reserve((long) count * Integer.BYTES);
        transfer.write(rows, ids, count);
        kernel.begin()
                .buffer(table)
                .wide(rowBytes)
                .integer(columns)
                .buffer(rows)
                .buffer(target)
                .launch(queue, GROUP, Math.ceilDiv(columns, RUN * GROUP), count, 1);
    }

    @Override
    public void rmsNorm(Tensor out, Tensor x, int rows, Weights gain, float epsilon) {
        checkOpen();
        ResidentTensor target = Operands.tensor(out, rows);
        ResidentTensor source = Operands.tensor(x, rows);
        MemorySegment gains = Operands.vector(gain, source.columns());
        check(target.columns() == source.columns(), "out and x have different columns");
        if (rows > 0) {
            kernels.rmsNorm
                    .begin()
                    .buffer(target.buffer())
                    .buffer(source.buffer())
                    .integer(source.columns())
                    .buffer(gains)
                    .real(epsilon)
                    .launch(queue, GROUP, rows, 1, 1);
        }
    }

    @Override
    public void project(Phase phase, Tensor x, int rows, List<Projection> projections) {
        checkOpen();
        ResidentTensor source = Operands.tensor(x, rows);
        for (Projection projection : projections) {
            ResidentTensor out = Operands.output(projection.out(), rows, source);
            Operands.matrix(projection.weights(), source, out);
            if (projection.bias() != null) {
                Operands.vector(projection.bias(), out.columns());
            }
        }
        for (Projection projection : projections) {
            ResidentTensor out = Operands.tensor(projection.out(), rows);
            multiply(
                    phase,
                    Operands.weights(projection.weights()),
                    source,
                    rows,
                    projection.bias() == null ? null : Operands.vector(projection.bias(), out.columns()),
                    out.buffer(),
                    projection.accumulate());
        }
    }

    @Override
    public void gatedProject(
            Phase phase, Tensor out, Tensor x, int rows, Weights gate, Weights upward, Activation activation) {
        checkOpen();
        ResidentTensor source = Operands.tensor(x, rows);
        ResidentTensor target = Operands.output(out, rows, source);
        ResidentWeights gateMatrix = Operands.matrix(gate, source, target);
        ResidentWeights upMatrix = Operands.matrix(upward, source, target);
        if (rows > 0) {
            long count = (long) rows * target.columns();
            MemorySegment half = up.reserve(count * Float.BYTES);
            multiply(phase, gateMatrix, source, rows, null, target.buffer(), false);
            multiply(phase, upMatrix, source, rows, null, half, false);
            kernels.gate
                    .begin()
                    .buffer(target.buffer())
                    .buffer(half)
                    .wide(count)
                    .integer(activation == Activation.SILU ? 0 : 1)
                    .launch(queue, GROUP, Math.ceilDiv(count, GROUP), 1, 1);
        }
    }

    private void multiply(
            Phase phase,
            ResidentWeights weights,
            ResidentTensor x,
            int rows,
            @Nullable MemorySegment bias,
            MemorySegment out,
            boolean accumulate) {
        if (rows == 0) {
            return;
        }
        boolean few = phase == Phase.DECODE;
        Kernel kernel =
                few ? weights.kernels().multiplyFew() : weights.kernels().multiplyMany();
        kernel.begin()
                .buffer(weights.buffer())
                .wide(weights.rowBytes())
                .integer(weights.rows())
                .integer(weights.columns())
                .buffer(x.buffer())
                .integer(rows)
                .buffer(bias == null ? x.buffer() : bias) // some buffer, which the kernel then does not read
                .buffer(out)
                .integer((bias == null ? 0 : ADD_BIAS) | (accumulate ? ACCUMULATE : 0))
                .launch(
                        queue,
                        GROUP,
                        Math.ceilDiv(weights.rows(), few ? FEW_OUTPUTS : TILE),
                        Math.ceilDiv(rows, few ? FEW_ROWS : TILE),
                        1);
    }

    @Override
    public void ropeAndStore(Tensor q, Tensor k, Tensor v, Batch batch, Rope rope, KvCache cache, int layer) {
        checkOpen();
        ResidentCache pages = Operands.cache(cache, layer);
        KvShape shape = pages.shape();
        int rows = batch.rows();
        ResidentTensor queries = Operands.tensor(q, rows);
        ResidentTensor keys = Operands.tensor(k, rows);
        ResidentTensor values = Operands.tensor(v, rows);
        check(queries.columns() % shape.keyColumns() == 0, "q is not whole heads");
        check(keys.columns() == shape.heads() * shape.keyColumns(), "k has not the columns of the cache");
        check(values.columns() == shape.heads() * shape.valueColumns(), "v has not the columns of the cache");
        check(2 * rope.frequencies().length <= shape.keyColumns(), "the rope has more pairs than a head");
        Operands.check(batch, shape);
        if (rows > 0) {
            int queryHeads = queries.columns() / shape.keyColumns();
            kernels.ropeAndStore
                    .begin()
                    .buffer(queries.buffer())
                    .buffer(keys.buffer())
                    .buffer(values.buffer())
                    .buffer(pass.batch(batch, shape.pageTokens()))
                    .integer(rows)
                    .buffer(pass.angles(batch, rope))
                    .integer(rope.frequencies().length)
                    .integer(rope.style() == Rope.Style.INTERLEAVED ? 1 : 0)
                    .buffer(pages.keys().get(layer))
                    .buffer(pages.values().get(layer))
                    .integer(queryHeads)
                    .integer(shape.heads())
                    .integer(shape.keyColumns())
                    .integer(shape.valueColumns())
                    .integer(shape.pageTokens())
                    .launch(queue, GROUP, queryHeads + 2L * shape.heads(), rows, 1);
        }
    }

    @Override
    public void attention(Phase phase, Tensor out, Tensor q, Batch batch, KvCache cache, int layer, float scale) {
        checkOpen();
        ResidentCache pages = Operands.cache(cache, layer);
        KvShape shape = pages.shape();
        int rows = batch.rows();
        ResidentTensor queries = Operands.tensor(q, rows);
        ResidentTensor target = Operands.output(out, rows, queries);
        int queryHeads = queries.columns() / shape.keyColumns();
        check(queries.columns() == queryHeads * shape.keyColumns(), "q is not whole heads");
        check(queryHeads % shape.heads() == 0, "the query heads are no multiple of the key-value heads");
        check(target.columns() == queryHeads * shape.valueColumns(), "out has not a value for each query head");
        Operands.check(batch, shape);
        if (rows > 0) {
            kernels.attention
                    .begin()
                    .buffer(target.buffer())
                    .buffer(queries.buffer())
                    .buffer(pass.batch(batch, shape.pageTokens()))
                    .integer(rows)
                    .buffer(pages.keys().get(layer))
                    .buffer(pages.values().get(layer))
                    .integer(queryHeads)
                    .integer(shape.heads())
                    .integer(shape.keyColumns())
                    .integer(shape.valueColumns())
                    .integer(shape.pageTokens())
                    .real(scale)
                    .local((long) shape.keyColumns() * Float.BYTES)
                    .launch(queue, GROUP, queryHeads, rows, 1);
        }
    }

    @Override
    public void gather(Tensor out, Tensor x, int[] rows, int count) {
        checkOpen();
        ResidentTensor source = Operands.tensor(x, 0);
        ResidentTensor target = Operands.output(out, count, source);
        check(target.columns() == source.columns(), "out and x have different columns");
        check(count <= rows.length, "there are fewer rows than count says");
        for (int i = 0; i < count; i++) {
            check(rows[i] >= 0 && rows[i] < source.rows(), "a row is not in x");
        }
        // Rows that follow each other go together; in a decoding pass these are all.
        int end;
        for (int begin = 0; begin < count; begin = end) {
            end = begin + 1;
            while (end < count && rows[end] == rows[end - 1] + 1) {
                end++;
            }
            long bytes = target.rowBytes();
            cl.copy(queue, source.buffer(), rows[begin] * bytes, target.buffer(), begin * bytes, (end - begin) * bytes);
        }
    }

    @Override
    public void copyPage(KvCache cache, int from, int to) {
        checkOpen();
        ResidentCache pages = Operands.cache(cache, 0);
        KvShape shape = pages.shape();
        check(from >= 0 && from < shape.pages(), "from is not a page");
        check(to >= 0 && to < shape.pages(), "to is not a page");
        if (from != to) {
            long keyBytes = ResidentCache.pageBytes(shape, shape.keyColumns(), pages.numberBytes());
            long valueBytes = ResidentCache.pageBytes(shape, shape.valueColumns(), pages.numberBytes());
            pages.keys().forEach(keys -> cl.copy(queue, keys, from * keyBytes, keys, to * keyBytes, keyBytes));
            pages.values()
                    .forEach(values -> cl.copy(queue, values, from * valueBytes, values, to * valueBytes, valueBytes));
        }
    }

    @Override
    public void read(Tensor x, int row, float[] target) {
        checkOpen();
        ResidentTensor source = Operands.tensor(x, row + 1);
        check(row >= 0 && target.length >= source.columns(), "the row does not fit");
        transfer.read(source.buffer(), row * source.rowBytes(), target, source.columns());
    }

    @Override
    public void write(Tensor x, int row, float[] source) {
        checkOpen();
        ResidentTensor target = Operands.tensor(x, row + 1);
        check(row >= 0 && source.length >= target.columns(), "the row does not fit");
        transfer.write(target.buffer(), row * target.rowBytes(), source, target.columns());
    }

    // The end.

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            buffers.freeAll();
            kernels.release();
            try {
                cl.releaseQueue(queue);
            } catch (DriverException e) {
                LOG.warn("The driver did not take back a queue", e);
            }
            arena.close();
            accelerator.release();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("The device session is closed");
        }
    }
}
