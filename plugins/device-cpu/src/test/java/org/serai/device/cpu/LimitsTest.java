package org.serai.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.serai.device.HardwareLimits;
import org.serai.device.HardwareProbe;
import org.serai.device.cpu.x86.AssembledKernels;
import org.serai.device.cpu.x86.AssembledKernels.Availability;
import org.serai.device.cpu.x86.CodeListener;
import org.serai.error.SeraiException;

/** Runs in a JVM with the Vector API and in one without; the build says which by {@code serai.test.vectors}. */
class LimitsTest {
    private static final boolean VECTORS = Boolean.parseBoolean(System.getProperty("serai.test.vectors"));

    private final HardwareProbe probe = new CpuDevice("scalar", 1, Keeping.NOTHING);

    @Test
    void measuresWhatTheJvmCanUse() {
        HardwareLimits limits = probe.measure(OptionalInt.of(2));
        if (!VECTORS) {
            assertEquals(HardwareLimits.UNKNOWN, limits);
            return;
        }
        assertRate(limits.memoryRead());
        assertRate(limits.f32Operations());
        if (AssembledKernels.detect(CodeListener.NONE) instanceof Availability.Available) {
            assertRate(limits.int8Operations());
        } else {
            assertEquals(OptionalDouble.empty(), limits.int8Operations());
        }
    }

    private static void assertRate(OptionalDouble rate) {
        double value = rate.orElseThrow();
        assertTrue(value > 0 && Double.isFinite(value), rate.toString());
    }

    @Test
    void refusesImpossibleThreads() {
        assertThrows(SeraiException.class, () -> probe.measure(OptionalInt.of(0)));
    }
}
