package org.serai.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;

/**
 * The kernels are those that were asked for. The build says by the property {@code serai.test.vectors} whether it started
 * this JVM with the Vector API, so that a lost flag fails here instead of passing unnoticed with slow kernels.
 */
class KernelChoiceTest {
    private static final String FLAG = "--add-modules jdk.incubator.vector";
    private static final String ASSEMBLED = "AVX-512 VNNI for 8-bit products, ";
    private static final boolean VECTORS = Boolean.parseBoolean(System.getProperty("serai.test.vectors"));

    /** Vectors as wide as this JVM allows, up to 512 bits. */
    private static String widestVectors() {
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        int bits = 8 * Integer.parseInt(vm.getVMOption("MaxVectorSize").getValue());
        return "Vector API, " + Math.min(bits, 512) + " bits, 1 thread";
    }

    @Test
    void choosesTheFastestOrSaysLoudlyWhyNot() throws IOException {
        CpuDevice device = new CpuDevice("auto", 1, Keeping.NOTHING);
        if (VECTORS) {
            String assembled = hasVnni() ? ASSEMBLED : "";
            assertEquals(assembled + widestVectors(), device.info().description());
            assertEquals("", device.info().warning());
        } else {
            assertEquals("plain Java, 1 thread", device.info().description());
            assertTrue(device.info().warning().contains(FLAG), device.info().warning());
        }
    }

    /** As the system tells it, and the JVM allows it. */
    private static boolean hasVnni() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        return Files.exists(file)
                && Files.readString(file).contains(" avx512_vnni ")
                && widestVectors().contains("512");
    }

    @Test
    void givesAssembledOrRefuses() throws IOException {
        if (VECTORS && hasVnni()) {
            assertEquals(
                    ASSEMBLED + widestVectors(),
                    new CpuDevice("assembled", 1, Keeping.NOTHING).info().description());
        } else {
            SeraiException e = assertThrows(SeraiException.class, () -> new CpuDevice("assembled", 1, Keeping.NOTHING));
            assertEquals(CpuErrors.CONFIGURATION, e.code());
        }
    }

    @Test
    void givesVectorsOrRefuses() {
        if (VECTORS) {
            assertEquals(
                    widestVectors(),
                    new CpuDevice("vector", 1, Keeping.NOTHING).info().description());
        } else {
            SeraiException e = assertThrows(SeraiException.class, () -> new CpuDevice("vector", 1, Keeping.NOTHING));
            assertEquals(CpuErrors.CONFIGURATION, e.code());
            assertTrue(e.toString().contains(FLAG), e.toString());
        }
    }

    @Test
    void givesScalarWithoutComplaint() {
        CpuDevice device = new CpuDevice("scalar", 2, Keeping.NOTHING);
        assertEquals("plain Java, 2 threads", device.info().description());
        assertEquals("", device.info().warning());
    }

    @Test
    void takesAllProcessorsByDefault() {
        int processors = Runtime.getRuntime().availableProcessors();
        String description = new CpuDevice().info().description();
        assertTrue(description.contains(", " + processors + " thread"), description);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AUTO", "avx", "vectors"})
    void refusesUnknownKernels(String kernels) {
        SeraiException e = assertThrows(SeraiException.class, () -> new CpuDevice(kernels, 1, Keeping.NOTHING));
        assertEquals(ErrorCategory.CONFIGURATION, e.code().category());
        assertTrue(e.toString().contains("auto, assembled, vector, scalar"), e.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1025, Integer.MIN_VALUE})
    void refusesImpossibleThreads(int threads) {
        SeraiException e = assertThrows(SeraiException.class, () -> new CpuDevice("auto", threads, Keeping.NOTHING));
        assertEquals(ErrorCategory.CONFIGURATION, e.code().category());
        assertTrue(e.toString().contains(Integer.toString(threads)), e.toString());
    }
}
