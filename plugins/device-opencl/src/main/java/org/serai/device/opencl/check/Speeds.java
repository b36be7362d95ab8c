package org.serai.device.opencl.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.serai.device.Batch;
import org.serai.device.Device;
import org.serai.device.DeviceOptions;
import org.serai.device.DeviceSession;
import org.serai.device.KvCache;
import org.serai.device.KvShape;
import org.serai.device.Phase;
import org.serai.device.Projection;
import org.serai.device.Tensor;
import org.serai.device.Weights;
import org.serai.model.TensorInfo;
import org.serai.model.TensorType;

/**
 * Measures a device with the sizes of a model of about eight billion parameters: what of its memory's speed decoding reaches,
 * and what of its arithmetic prompts do. Each figure is the best of several rounds, as others may use the device, too.
 */
public final class Speeds {
    /** Rows and columns of the weights of such a model. */
    public static final int SIDE = 4096;

    private static final int PROMPT_ROWS = 128;
    private static final int FEW_ROWS = 8;
    private static final int CONTEXT = 1024;
    private static final int HEADS = 8;
    private static final int GROUP_HEADS = 4;
    private static final int HEAD_COLUMNS = 128;
    private static final int LAUNCHES = 200;
    private static final int ROUNDS = 3;

    private static final List<TensorType> TYPES =
            List.of(TensorType.Q4_0, TensorType.Q8_0, TensorType.Q4_K, TensorType.Q6_K, TensorType.F16, TensorType.F32);

    private final Device device;
    private final int side;
    private final float[] row;

    /** @param side rows and columns of the weights to measure with, a multiple of 256 */
    public Speeds(Device device, int side) {
        this.device = device;
        this.side = side;
        row = new float[Math.max(side, HEADS * GROUP_HEADS * HEAD_COLUMNS)];
    }

    /**
     * Measures all.
     *
     * @param listener hears of each figure as it is known
     */
    public List<Speed> run(Consumer<Speed> listener) {
        List<Speed> speeds = new ArrayList<>();
        Consumer<Speed> note = speed -> {
            speeds.add(speed);
            listener.accept(speed);
        };
        try (DeviceSession session = open()) {
            note.accept(launch(session));
            note.accept(attention(session));
        }
        for (TensorType type : TYPES) {
            try (DeviceSession session = open();
                    Arena arena = Arena.ofConfined()) {
                products(session, type, arena, note);
            }
        }
        return List.copyOf(speeds);
    }

    private DeviceSession open() {
        return device.open(new DeviceOptions(OptionalInt.empty(), false));
    }

    /** The smallest operation, many times over. */
    private Speed launch(DeviceSession session) {
        Tensor x = session.allocate(1, 1);
        TensorInfo info = new TensorInfo("gain", TensorType.F32, List.of(1L));
        Weights gain = session.upload(info, MemorySegment.ofArray(new byte[Float.BYTES]));
        double seconds = seconds(session, x, () -> {
            for (int i = 0; i < LAUNCHES; i++) {
                session.rmsNorm(x, x, 1, gain, 1);
            }
        });
        return new Speed("launch of a kernel", seconds / LAUNCHES * 1e6, "µs");
    }

    private Speed attention(DeviceSession session) {
        int pageTokens = 64;
        KvCache cache = session.allocateKvCache(
                new KvShape(1, HEADS, HEAD_COLUMNS, HEAD_COLUMNS, pageTokens, CONTEXT / pageTokens));
        int columns = HEADS * GROUP_HEADS * HEAD_COLUMNS;
        Tensor q = session.allocate(1, columns);
        Tensor out = session.allocate(1, columns);
        Batch batch = new Batch(1);
        batch.add(CONTEXT - 1, IntStream.range(0, CONTEXT / pageTokens).toArray());
        double seconds = seconds(session, out, () -> session.attention(Phase.DECODE, out, q, batch, cache, 0, 1));
        return new Speed("attention of one token to " + CONTEXT, seconds * 1e6, "µs");
    }

    private void products(DeviceSession session, TensorType type, Arena arena, Consumer<Speed> note) {
        TensorInfo info = new TensorInfo("weights", type, List.of((long) side, (long) side));
        MemorySegment data = arena.allocate(info.bytes());
        session.upload(info, data);
        long began = System.nanoTime();
        Weights weights = session.upload(info, data);
        double upload = (System.nanoTime() - began) / 1e9;
        if (type == TensorType.F32) {
            note.accept(new Speed("upload of weights", info.bytes() / upload / 1e9, "GB/s"));
        }
        for (int rows : new int[] {1, FEW_ROWS}) {
            double seconds = product(session, Phase.DECODE, weights, rows);
            note.accept(new Speed(
                    "decode " + type + ", " + rows + (rows == 1 ? " row" : " rows"),
                    info.bytes() / seconds / 1e9,
                    "GB/s"));
        }
        double seconds = product(session, Phase.PREFILL, weights, PROMPT_ROWS);
        note.accept(new Speed(
                "prefill " + type + ", " + PROMPT_ROWS + " rows",
                2.0 * side * side * PROMPT_ROWS / seconds / 1e9,
                "GFLOP/s"));
    }

    private double product(DeviceSession session, Phase phase, Weights weights, int rows) {
        Tensor x = session.allocate(rows, side);
        Tensor out = session.allocate(rows, side);
        List<Projection> projections = List.of(new Projection(weights, out));
        return seconds(session, out, () -> session.project(phase, x, rows, projections));
    }

    /** Seconds of the best round; a round before the first one lets the driver compile what it wants to. */
    private double seconds(DeviceSession session, Tensor result, Runnable work) {
        double[] rounds = new double[ROUNDS + 1];
        for (int i = 0; i < rounds.length; i++) {
            long began = System.nanoTime();
            work.run();
            session.read(result, 0, row);
            rounds[i] = (System.nanoTime() - began) / 1e9;
        }
        return Arrays.stream(rounds).skip(1).min().orElseThrow();
    }
}
