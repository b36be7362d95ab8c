package org.serai.device.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serai.device.Device;
import org.serai.device.DeviceOptions;
import org.serai.device.cpu.x86.DetectedKernels;
import org.serai.device.cpu.x86.InstructionSet;
import org.serai.tck.DeviceContract;

/** The kernels that are assembled for AVX2 keep to the contract, with activations of eight bits. */
class Avx2DeviceTest extends DeviceContract {
    @BeforeAll
    static void detect() {
        DetectedKernels.orAbort(InstructionSet.AVX2);
    }

    @Override
    protected Device device() {
        return new CpuDevice("avx2", 2, Keeping.NOTHING);
    }

    @Override
    protected DeviceOptions options() {
        return new DeviceOptions(OptionalInt.empty(), false);
    }

    /** Half of a step, of which the largest activation of a run of columns has 127. */
    @Override
    protected double activationError() {
        return 0.5 / 127;
    }

    @Test
    void isWhatItIsCalled() {
        String description = device().info().description();
        assertTrue(description.startsWith("AVX2 for 8-bit products, "), description);
    }
}
