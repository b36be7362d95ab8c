package org.serai.device.opencl.check;

import java.util.List;
import org.serai.device.KvShape;
import org.serai.model.TensorType;

/**
 * What kernels are tried with. All have sizes that fill no group, tile or run, and such that do.
 *
 * @param sampleBlocks different blocks of each type
 * @param outputs rows of weights
 * @param plainColumns columns of weights without blocks
 * @param blocks blocks in a row of weights with blocks
 * @param fewRows rows of activations for the kernel that is made for few
 * @param manyRows rows of activations for the kernel that is made for many
 * @param vectorColumns columns of what is normalised and gated
 * @param caches KV caches with room for two sequences of {@code tokens}
 * @param tokens of a sequence
 */
public record CheckSizes(
        int sampleBlocks,
        List<Integer> outputs,
        List<Integer> plainColumns,
        List<Integer> blocks,
        List<Integer> fewRows,
        List<Integer> manyRows,
        List<Integer> vectorColumns,
        List<KvShape> caches,
        int tokens) {
    /** Every kernel, with every kind of remainder once: for a simulator, which takes its time. */
    public static final CheckSizes BRIEF = new CheckSizes(
            40,
            List.of(5),
            List.of(37),
            List.of(1),
            List.of(9),
            List.of(3),
            List.of(70),
            List.of(new KvShape(1, 1, 6, 66, 16, 11)),
            67);

    /** What a machine does in seconds. */
    public static final CheckSizes USUAL = new CheckSizes(
            400,
            List.of(1, 37, 64),
            List.of(1, 32, 67, 600),
            List.of(1, 3, 18),
            List.of(1, 8, 13),
            List.of(1, 32, 45),
            List.of(1, 64, 100, 1000),
            List.of(
                    new KvShape(1, 2, 64, 64, 64, 8),
                    new KvShape(2, 1, 10, 6, 1, 300),
                    new KvShape(1, 2, 80, 130, 16, 24),
                    new KvShape(1, 1, 128, 128, 32, 12)),
            130);

    List<Integer> columns(TensorType type) {
        return type.blockElements() == 1
                ? plainColumns
                : blocks.stream()
                        .map(count -> type.blockElements() * Math.ceilDiv(32 * count, type.blockElements()))
                        .distinct()
                        .toList();
    }
}
