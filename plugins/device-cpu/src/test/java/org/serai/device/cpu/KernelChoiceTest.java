package org.serai.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;

/**
 * The kernels are those that were asked for. The build says by the property {@code serai.test.vectors} whether it started
 * this JVM with the Vector API, so that a lost flag fails here instead of passing unnoticed with slow kernels.
 */
class KernelChoiceTest {
    private static final String FLAG = "--add-modules jdk.incubator.vector";
    private static final boolean VECTORS = Boolean.parseBoolean(System.getProperty("serai.test.vectors"));

    /** Vectors as wide as this JVM allows, up to 512 bits. */
    private static String widestVectors() {
        return "Vector API, " + vectorBits() + " bits, 1 thread";
    }

    private static int vectorBits() {
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        int bits = 8 * Integer.parseInt(vm.getVMOption("MaxVectorSize").getValue());
        return Math.min(bits, 512);
    }

    @Test
    void choosesTheFastestOrSaysLoudlyWhyNot() throws IOException {
        CpuDevice device = new CpuDevice("auto", 1, Keeping.NOTHING);
        if (VECTORS) {
            assertEquals(assembled().orElse("") + widestVectors(), device.info().description());
            assertEquals("", device.info().warning());
        } else {
            assertEquals("plain Java, 1 thread", device.info().description());
            assertTrue(device.info().warning().contains(FLAG), device.info().warning());
        }
    }

    @Test
    void givesAssembledOrRefuses() throws IOException {
        assertGivesOrRefuses("assembled", assembled());
    }

    @ParameterizedTest
    @CsvSource({
        "avx512-vnni, avx512_vnni, 512, AVX-512 VNNI",
        "avx-vnni, avx_vnni, 256, AVX-VNNI",
        "avx2, avx2, 256, AVX2"
    })
    void givesOneSetOfInstructionsOrRefuses(String kernels, String flag, int bits, String title) throws IOException {
        assertGivesOrRefuses(
                kernels, has(flag, bits) ? Optional.of(title + " for 8-bit products, ") : Optional.empty());
    }

    private static void assertGivesOrRefuses(String kernels, Optional<String> expected) {
        if (expected.isPresent()) {
            CpuDevice device = new CpuDevice(kernels, 1, Keeping.NOTHING);
            assertEquals(expected.get() + widestVectors(), device.info().description());
        } else {
            SeraiException e = assertThrows(SeraiException.class, () -> new CpuDevice(kernels, 1, Keeping.NOTHING));
            assertEquals(CpuErrors.CONFIGURATION, e.code());
        }
    }

    /** What the best assembled kernels are called; empty where there are none. */
    private static Optional<String> assembled() throws IOException {
        if (has("avx512_vnni", 512)) {
            return Optional.of("AVX-512 VNNI for 8-bit products, ");
        }
        if (has("avx_vnni", 256)) {
            return Optional.of("AVX-VNNI for 8-bit products, ");
        }
        return has("avx2", 256) ? Optional.of("AVX2 for 8-bit products, ") : Optional.empty();
    }

    /** As the system tells it, and the JVM allows vectors of so many bits. */
    private static boolean has(String flag, int bits) throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        return VECTORS
                && vectorBits() >= bits
                && Files.exists(file)
                && Files.readString(file).contains(" " + flag + " ");
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
    @ValueSource(strings = {"", "AUTO", "avx", "avx512_vnni", "vectors"})
    void refusesUnknownKernels(String kernels) {
        SeraiException e = assertThrows(SeraiException.class, () -> new CpuDevice(kernels, 1, Keeping.NOTHING));
        assertEquals(ErrorCategory.CONFIGURATION, e.code().category());
        assertTrue(e.toString().contains("auto, assembled, avx512-vnni, avx-vnni, avx2, vector, scalar"), e.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1025, Integer.MIN_VALUE})
    void refusesImpossibleThreads(int threads) {
        SeraiException e = assertThrows(SeraiException.class, () -> new CpuDevice("auto", threads, Keeping.NOTHING));
        assertEquals(ErrorCategory.CONFIGURATION, e.code().category());
        assertTrue(e.toString().contains(Integer.toString(threads)), e.toString());
    }
}
