package org.serai.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.device.DeviceOptions;
import org.serai.device.DeviceSession;
import org.serai.device.KvShape;
import org.serai.device.opencl.ClaimingDriver.Claim;
import org.serai.device.opencl.error.OpenClErrors;
import org.serai.device.opencl.program.ProgramText;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.model.TensorType;
import org.serai.tck.SampleWeights;

/** How much of the device's memory things take, and what is too large for any device's. */
class OpenClMemoryTest {
    private static final int SIDE = 256;

    @BeforeAll
    static void needsADriver() {
        TestDevices.opencl();
    }

    private static DeviceSession open(OpenClDevice device, boolean exact) {
        return device.open(new DeviceOptions(OptionalInt.empty(), exact));
    }

    static Stream<TensorType> types() {
        return ProgramText.types().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("types")
    void weightsTakeTheirBlocksAndNoMore(TensorType type) {
        try (DeviceSession session = open(TestDevices.opencl(), false)) {
            SampleWeights sample = SampleWeights.random("w", type, SIDE, SIDE, new Random(1));
            session.upload(sample.info(), sample.data());
            long blocks = (long) SIDE * SIDE / type.blockElements();
            assertEquals(blocks * type.blockBytes(), session.memoryBytes());
        }
    }

    /** Keys and values as models have them by default, and as one has that is to be exact. */
    @ParameterizedTest
    @CsvSource({"false, 2", "true, 4"})
    void aNumberOfTheCacheTakesTwoBytesOrFour(boolean exact, int bytes) {
        KvShape shape = new KvShape(3, 2, 64, 32, 16, 5);
        long numbers = 3L * 2 * (64 + 32) * 16 * 5;
        try (DeviceSession session = open(TestDevices.opencl(), exact)) {
            session.allocateKvCache(shape);
            assertEquals(numbers * bytes, session.memoryBytes());
        }
        assertEquals(bytes, TestDevices.opencl().cacheNumberBytes(shape, exact));
    }

    @Test
    void aPieceLargerThanABufferIsRefusedWithTheNumbers() {
        OpenClDevice device =
                new ClaimingDriver().claim(Claim.MAX_MEM_ALLOC_SIZE, 65_536).device();
        try (DeviceSession session = open(device, false)) {
            SampleWeights largest = SampleWeights.random("w", TensorType.F16, 128, SIDE, new Random(1));
            session.upload(largest.info(), largest.data());
            long taken = session.memoryBytes();
            assertEquals(65_536, taken);

            SampleWeights larger =
                    SampleWeights.random("blk.0.ffn_up.weight", TensorType.F16, 129, SIDE, new Random(1));
            requireRefused(
                    OpenClErrors.SIZE,
                    () -> session.upload(larger.info(), larger.data()),
                    "Tensor blk.0.ffn_up.weight needs 66,048 bytes in one piece",
                    "at most 65,536");
            requireRefused(
                    OpenClErrors.SIZE,
                    () -> session.allocateKvCache(new KvShape(1, 1, 64, 64, 16, 33)),
                    "A KV cache of 528 tokens needs 67,584 bytes in one piece",
                    "a shorter context");
            assertEquals(taken, session.memoryBytes(), "a refusal takes nothing");
        }
        device.close();
    }

    @ParameterizedTest
    @CsvSource({"2049, 512", "2048, 513"})
    void headsThatTheKernelsHaveNoRoomForAreRefusedWithTheNumbers(int keys, int values) {
        try (DeviceSession session = open(TestDevices.opencl(), false)) {
            requireRefused(
                    OpenClErrors.HEAD,
                    () -> session.allocateKvCache(new KvShape(1, 1, keys, values, 16, 1)),
                    "keys of " + keys + " and values of " + values,
                    "at most 2048 and 512");
            assertEquals(0, session.memoryBytes());
            session.allocateKvCache(new KvShape(1, 1, 2048, 512, 16, 1));
        }
    }

    private static void requireRefused(ErrorCode code, Runnable work, String... words) {
        SeraiException refusal = assertThrows(SeraiException.class, work::run);
        assertEquals(code, refusal.code());
        for (String word : words) {
            assertTrue(String.valueOf(refusal.getMessage()).contains(word), refusal.getMessage());
        }
    }
}
