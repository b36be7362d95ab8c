package org.serai.device.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
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
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.format.WeightFormats;
import org.serai.device.cpu.kernel.F16Pages;
import org.serai.device.cpu.kernel.F32Pages;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.kernel.KvPages;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Workspace;
import org.serai.error.SeraiException;
import org.serai.model.TensorInfo;

/**
 * One model on the CPU. Checks the shapes of every call and hands the work to the team; each kind of operation is an
 * object that is used again and again, so that a pass through the model allocates nothing.
 */
final class CpuSession implements DeviceSession {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Kernels kernels;
    private final ThreadTeam team;
    private final MemoryBudget heap;
    private final ResidentWeights resident;
    private final SharedInput input;
    private final Project project;
    private final GatedProject gatedProject;
    private final RmsNorm rmsNorm;
    private final Embed embed = new Embed();
    private final RopeAndStore ropeAndStore = new RopeAndStore();
    private final Attend attend;
    private long heapBytes;
    private boolean closed;

    /** @param heap what activations and caches may take */
    CpuSession(Kernels kernels, ThreadTeam team, MemoryBudget heap, ResidentWeights resident) {
        this.kernels = kernels;
        this.team = team;
        this.heap = heap;
        this.resident = resident;
        Workspace[] workspaces = new Workspace[team.members()];
        Arrays.setAll(workspaces, member -> new Workspace());
        input = new SharedInput();
        project = new Project(input.operand(), workspaces);
        gatedProject = new GatedProject(kernels, input.operand(), workspaces);
        rmsNorm = new RmsNorm(kernels);
        attend = new Attend(kernels, workspaces);
    }

    @Override
    public Weights upload(TensorInfo info, MemorySegment data) {
        WeightFormat format = WeightFormats.of(info.type())
                .orElseThrow(() -> new SeraiException(
                        CpuErrors.TENSOR_TYPE,
                        "Tensor " + info.name() + " cannot be used: " + CpuDevice.unsupported(info.type())));
        check(data.byteSize() == info.bytes(), "the data has other bytes than the description of the tensor says");
        long padded = Math.ceilDiv(info.rows(), 16L) * 16 * (Math.ceilDiv(info.columns(), 32L) * 32);
        if (padded > LARGEST_ARRAY || padded == 0) {
            throw new SeraiException(
                    CpuErrors.SIZE,
                    "Tensor " + info.name() + " has " + info.elements() + " elements; the CPU device takes 1 to about "
                            + LARGEST_ARRAY + " in a tensor");
        }
        checkOpen();
        return CpuWeights.of(format, resident.load(info, format, data), data);
    }

    @Override
    public void uploaded() {
        checkOpen();
        resident.complete();
    }

    /** Waits until what was packed is kept and what was kept is moved, or cannot be. */
    void awaitKept() throws InterruptedException {
        resident.awaitKept();
    }

    @Override
    public Tensor allocate(int rows, int columns) {
        check(rows > 0 && columns > 0, "a tensor needs rows and columns");
        long numbers = (long) rows * columns;
        if (numbers > LARGEST_ARRAY) {
            throw new SeraiException(
                    CpuErrors.SIZE,
                    "Activations of " + rows + " × " + columns + " are more than the " + LARGEST_ARRAY
                            + " numbers of an array: work on fewer rows at once");
        }
        reserveHeap(numbers * Float.BYTES, "Activations of " + rows + " × " + columns);
        return new CpuTensor(rows, columns);
    }

    @Override
    public KvCache allocateKvCache(KvShape shape) {
        String what = "A KV cache of " + (long) shape.pages() * shape.pageTokens() + " tokens";
        if (!KvPages.fits(shape)) {
            throw new SeraiException(
                    CpuErrors.SIZE,
                    what + " has more than " + LARGEST_ARRAY + " numbers in a layer of a page: use smaller pages");
        }
        int numberBytes = kernels.cacheNumberBytes(shape);
        reserveHeap(KvPages.bytes(shape, numberBytes), what);
        return numberBytes == Float.BYTES ? new F32Pages(shape) : new F16Pages(shape);
    }

    private void reserveHeap(long bytes, String what) {
        checkOpen();
        heap.reserve(bytes, what);
        heapBytes += bytes;
    }

    @Override
    public long memoryBytes() {
        return heapBytes + resident.bytes();
    }

    @Override
    public void embed(Tensor out, Weights table, int[] tokens, int count) {
        checkOpen();
        CpuTensor target = tensor(out, count);
        Matrix matrix = weights(table).matrix();
        check(target.columns() == matrix.columns(), "out and table have different columns");
        check(count <= tokens.length, "there are fewer tokens than count says");
        for (int i = 0; i < count; i++) {
            check(tokens[i] >= 0 && tokens[i] < matrix.rows(), "a token is not in the table");
        }
        embed.set(target, matrix, tokens);
        embed.run(team, count);
    }

    @Override
    public void rmsNorm(Tensor out, Tensor x, int rows, Weights gain, float epsilon) {
        checkOpen();
        CpuTensor target = tensor(out, rows);
        CpuTensor source = tensor(x, rows);
        float[] gains = vector(gain, source.columns());
        check(target.columns() == source.columns(), "out and x have different columns");
        rmsNorm.set(target.numbers(), source.numbers(), gains, epsilon);
        rmsNorm.run(team, rows);
    }

    @Override
    public void project(Phase phase, Tensor x, int rows, List<Projection> projections) {
        checkOpen();
        CpuTensor source = tensor(x, rows);
        for (int i = 0; i < projections.size(); i++) {
            check(projections.get(i), source, rows);
        }
        input.set(phase, source, rows);
        for (int i = 0; i < projections.size(); i++) {
            input.makeReady(team, Project.matrix(projections.get(i)));
        }
        team.run(project.set(projections), project);
    }

    private static void check(Projection projection, CpuTensor x, int rows) {
        Matrix matrix = weights(projection.weights()).matrix();
        CpuTensor out = tensor(projection.out(), rows);
        check(out != x, "an output is the input");
        check(matrix, x, out);
        if (projection.bias() != null) {
            vector(projection.bias(), out.columns());
        }
    }

    private static void check(Matrix matrix, CpuTensor x, CpuTensor out) {
        check(matrix.columns() == x.columns(), "weights and x have different columns");
        check(matrix.rows() == out.columns(), "the rows of weights are not the columns of out");
    }

    @Override
    public void gatedProject(
            Phase phase, Tensor out, Tensor x, int rows, Weights gate, Weights up, Activation activation) {
        checkOpen();
        CpuTensor target = tensor(out, rows);
        CpuTensor source = tensor(x, rows);
        Matrix gateMatrix = weights(gate).matrix();
        Matrix upMatrix = weights(up).matrix();
        check(target != source, "the output is the input");
        check(gateMatrix, source, target);
        check(upMatrix, source, target);
        input.set(phase, source, rows);
        input.makeReady(team, gateMatrix);
        input.makeReady(team, upMatrix);
        team.run(gatedProject.set(target, gateMatrix, upMatrix, activation), gatedProject);
    }

    @Override
    public void ropeAndStore(Tensor q, Tensor k, Tensor v, Batch batch, Rope rope, KvCache cache, int layer) {
        checkOpen();
        KvPages<?> pages = cache(cache, layer);
        KvShape shape = pages.shape();
        CpuTensor queries = tensor(q, batch.rows());
        CpuTensor keys = tensor(k, batch.rows());
        CpuTensor values = tensor(v, batch.rows());
        check(queries.columns() % shape.keyColumns() == 0, "q is not whole heads");
        check(keys.columns() == shape.heads() * shape.keyColumns(), "k has not the columns of the cache");
        check(values.columns() == shape.heads() * shape.valueColumns(), "v has not the columns of the cache");
        check(2 * rope.frequencies().length <= shape.keyColumns(), "the rope has more pairs than a head");
        check(batch, shape);
        for (int row = 0; row < batch.rows(); row++) {
            pages.prepare(layer, batch.pageTable(row)[batch.position(row) / shape.pageTokens()]);
        }
        ropeAndStore.set(queries, keys, values, batch, rope, pages, layer);
        ropeAndStore.run(team, batch.rows());
    }

    @Override
    public void attention(Phase phase, Tensor out, Tensor q, Batch batch, KvCache cache, int layer, float scale) {
        checkOpen();
        KvPages<?> pages = cache(cache, layer);
        KvShape shape = pages.shape();
        CpuTensor target = tensor(out, batch.rows());
        CpuTensor queries = tensor(q, batch.rows());
        int heads = queries.columns() / shape.keyColumns();
        check(queries.columns() == heads * shape.keyColumns(), "q is not whole heads");
        check(heads % shape.heads() == 0, "the query heads are no multiple of the key-value heads");
        check(target.columns() == heads * shape.valueColumns(), "out has not a value for each query head");
        check(target != queries, "the output is the input");
        check(batch, shape);
        attend.attention().set(target.numbers(), queries.numbers(), batch, pages, layer, heads, scale);
        team.run(attend.units(), attend);
    }

    private static void check(Batch batch, KvShape shape) {
        for (int row = 0; row < batch.rows(); row++) {
            int page = batch.position(row) / shape.pageTokens();
            int[] table = batch.pageTable(row);
            check(batch.position(row) >= 0 && page < table.length, "a position has no page");
            check(table[page] >= 0 && table[page] < shape.pages(), "a page is not in the cache");
        }
    }

    @Override
    public void gather(Tensor out, Tensor x, int[] rows, int count) {
        checkOpen();
        CpuTensor target = tensor(out, count);
        CpuTensor source = tensor(x, 0);
        check(target.columns() == source.columns(), "out and x have different columns");
        check(target != source, "the output is the input");
        check(count <= rows.length, "there are fewer rows than count says");
        for (int i = 0; i < count; i++) {
            check(rows[i] >= 0 && rows[i] < source.rows(), "a row is not in x");
            int columns = source.columns();
            System.arraycopy(source.numbers(), rows[i] * columns, target.numbers(), i * columns, columns);
        }
    }

    @Override
    public void copyPage(KvCache cache, int from, int to) {
        checkOpen();
        KvPages<?> pages = cache(cache, 0);
        check(from >= 0 && from < pages.shape().pages(), "from is not a page");
        check(to >= 0 && to < pages.shape().pages(), "to is not a page");
        pages.copy(from, to);
    }

    @Override
    public void read(Tensor x, int row, float[] target) {
        checkOpen();
        CpuTensor source = tensor(x, row + 1);
        check(row >= 0 && target.length >= source.columns(), "the row does not fit");
        System.arraycopy(source.numbers(), row * source.columns(), target, 0, source.columns());
    }

    @Override
    public void write(Tensor x, int row, float[] source) {
        checkOpen();
        CpuTensor target = tensor(x, row + 1);
        check(row >= 0 && source.length >= target.columns(), "the row does not fit");
        System.arraycopy(source, 0, target.numbers(), row * target.columns(), target.columns());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            team.close();
            resident.close();
            heap.release(heapBytes);
            heapBytes = 0;
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("The device session is closed");
        }
    }

    private static CpuTensor tensor(Tensor tensor, int rows) {
        if (!(tensor instanceof CpuTensor known)) {
            throw new IllegalArgumentException("the tensor is of another device");
        }
        check(rows >= 0 && rows <= known.rows(), "the tensor has fewer rows");
        known.numbers(); // made by this thread, so that the team finds them
        return known;
    }

    private static CpuWeights weights(Weights weights) {
        if (weights instanceof CpuWeights known) {
            return known;
        }
        throw new IllegalArgumentException("the weights are of another device");
    }

    private static float[] vector(Weights weights, int columns) {
        float[] vector = weights(weights).vector();
        check(vector.length == columns, "a vector of weights has not the columns of the activations");
        return vector;
    }

    private static KvPages<?> cache(KvCache cache, int layer) {
        if (!(cache instanceof KvPages<?> known)) {
            throw new IllegalArgumentException("the cache is of another device");
        }
        check(layer >= 0 && layer < known.shape().layers(), "the cache has not this layer");
        return known;
    }

    private static void check(boolean fits, String complaint) {
        if (!fits) {
            throw new IllegalArgumentException(complaint);
        }
    }
}
