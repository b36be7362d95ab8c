package org.serai.device.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import org.serai.device.Device;
import org.serai.device.DeviceOptions;
import org.serai.device.cpu.x86.DetectedKernels;
import org.serai.device.cpu.x86.InstructionSet;
import org.serai.tck.DeviceContract;

/** The assembled kernels of each set of instructions keep to the contract, with activations of eight bits and caches of F16. */
@ParameterizedClass
@CsvSource({"AVX512_VNNI, avx512-vnni, AVX-512 VNNI", "AVX_VNNI, avx-vnni, AVX-VNNI", "AVX2, avx2, AVX2"})
class AssembledDeviceTest extends DeviceContract {
    /** One for each set of instructions, by its setting: what proves a set's kernels takes longer than most tests. */
    private static final Map<String, Device> DEVICES = new ConcurrentHashMap<>();

    private final String setting;
    private final String title;

    AssembledDeviceTest(InstructionSet set, String setting, String title) {
        DetectedKernels.orAbort(set);
        this.setting = setting;
        this.title = title;
    }

    @Override
    protected Device device() {
        return DEVICES.computeIfAbsent(setting, kernels -> new CpuDevice(kernels, 2, Keeping.NOTHING));
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
        assertTrue(description.startsWith(title + " for 8-bit products, "), description);
    }
}
