package org.serai.device.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.device.DerivedData;
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.format.WeightFormats;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.vector.VectorKernels;
import org.serai.model.TensorType;
import org.serai.tck.SampleWeights;

/** Weights of a format whose kernels had to be dropped on this CPU, beside those of another. */
class ResidentWeightsTest {
    private static final TensorType DROPPED = TensorType.Q4_0;

    @TempDir
    Path folder;

    private final Random random = new Random(3);
    private final SampleWeights dropped = SampleWeights.random("dropped", DROPPED, 37, 512, random);
    private final SampleWeights other = SampleWeights.random("other", TensorType.Q8_0, 37, 512, random);
    private final SampleWeights successor = SampleWeights.random("dropped", DROPPED, 37, 512, random);
    private final SampleWeights nonsense = SampleWeights.random("other", TensorType.Q8_0, 37, 512, random);

    @Test
    void whatIsNotLaidOutAsItsNameSaysIsNotKept() throws Exception {
        load(withDropped(), dropped, dropped, other, other);
        load(new VectorKernels(), successor, successor, nonsense, other);
    }

    @Test
    void whatIsNotLaidOutAsItsNameSaysIsNotTakenFromWhatIsKept() throws Exception {
        load(new VectorKernels(), dropped, dropped, other, other);
        load(new VectorKernels(), successor, dropped, nonsense, other);
        load(withDropped(), successor, successor, nonsense, other);
        load(new VectorKernels(), successor, dropped, nonsense, other);
    }

    /** Loads two tensors, of which the data that is given is not to be read where they were kept, and keeps them. */
    private void load(
            Kernels kernels,
            SampleWeights first,
            SampleWeights expectedFirst,
            SampleWeights second,
            SampleWeights expectedSecond)
            throws InterruptedException {
        Keeping keeping = new Keeping(1L << 30, Duration.ZERO);
        Optional<Keeping.Place> place = keeping.place(kernels, Optional.of(new DerivedData(folder, "sha256:cafe")));
        assertTrue(place.isPresent());
        try (ThreadTeam team = new ThreadTeam(2);
                ResidentWeights weights = new ResidentWeights(kernels, team, MemoryBudget.besideHeap(), place)) {
            Matrix firstMatrix = load(weights, first);
            Matrix secondMatrix = load(weights, second);
            weights.complete();
            weights.awaitKept();
            assertHolds(expectedFirst, firstMatrix);
            assertHolds(expectedSecond, secondMatrix);
        }
    }

    private static Matrix load(ResidentWeights weights, SampleWeights sample) {
        return weights.load(
                sample.info(), WeightFormats.of(sample.info().type()).orElseThrow(), sample.data());
    }

    private static void assertHolds(SampleWeights expected, Matrix matrix) {
        for (int row = 0; row < matrix.rows(); row++) {
            float[] numbers = new float[matrix.columns()];
            matrix.row(row, numbers, 0);
            assertArrayEquals(expected.row(row), numbers);
        }
    }

    /** Kernels that lay out one format otherwise than their name says. */
    private static Kernels withDropped() {
        Kernels kernels = new VectorKernels();
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("isLaidOut")) {
                        return ((WeightFormat) arguments[0]).type() != DROPPED;
                    }
                    return method.invoke(kernels, arguments);
                });
    }
}
