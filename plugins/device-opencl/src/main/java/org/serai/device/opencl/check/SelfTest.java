package org.serai.device.opencl.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.serai.device.Device;
import org.serai.model.TensorType;

/**
 * Holds every kernel of a device to a device that is the definition: the same operations with the same numbers, compared
 * within what the arithmetic allows, and decoded weights to the bit.
 */
public final class SelfTest {
    private static final long SEED = 20260101;

    private final Device device;
    private final Device definition;
    private final CheckSizes sizes;

    public SelfTest(Device device, Device definition, CheckSizes sizes) {
        this.device = device;
        this.definition = definition;
        this.sizes = sizes;
    }

    /**
     * Runs all kernels.
     *
     * @param listener hears of each as it is done
     */
    public List<KernelResult> run(Consumer<KernelResult> listener) {
        List<KernelResult> results = new ArrayList<>();
        for (TensorType type : types()) {
            note(results, weights(type), listener);
        }
        try (Twins twins = new Twins(device, definition, true)) {
            note(results, new ActivationChecks(twins, sizes, new Random(SEED)).run(), listener);
        }
        for (boolean half : new boolean[] {false, true}) {
            try (Twins twins = new Twins(device, definition, !half)) {
                note(results, new AttentionChecks(twins, half, sizes, new Random(SEED)).run(), listener);
            }
        }
        return List.copyOf(results);
    }

    /** Runs the kernels for one type of weights, which both devices compute with. */
    public List<KernelResult> weights(TensorType type) {
        Random random = new Random(SEED);
        SampleBlocks blocks = new SampleBlocks(type, sizes.sampleBlocks(), definition, random);
        try (Twins twins = new Twins(device, definition, true)) {
            return new WeightChecks(twins, type, sizes, blocks, random).run();
        }
    }

    /** The types that both devices compute with. */
    private List<TensorType> types() {
        return Arrays.stream(TensorType.values())
                .filter(type -> device.supports(type).isYes()
                        && definition.supports(type).isYes())
                .toList();
    }

    private static void note(List<KernelResult> all, List<KernelResult> some, Consumer<KernelResult> listener) {
        all.addAll(some);
        some.forEach(listener);
    }
}
