package org.serai.device.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The CPU says of itself what the operating system says of it. */
class CpuFeaturesTest {
    private static final Path CPUS = Path.of("/proc/cpuinfo");

    @Test
    void agreesWithTheSystem() throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64") && Files.exists(CPUS), "not Linux on x86-64");
        String flags = Files.readAllLines(CPUS).stream()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .orElseThrow();
        Set<String> known =
                Set.copyOf(List.of(flags.replaceFirst("^[^:]*: *", "").split(" +")));
        CpuFeatures features = CpuFeatures.detect();
        boolean avx2 = known.containsAll(List.of("avx2", "fma", "f16c"));
        assertEquals(avx2, features.avx2());
        assertEquals(avx2 && known.contains("avx_vnni"), features.avxVnni());
        assertEquals(known.containsAll(List.of("avx512f", "avx512bw", "avx512_vnni")), features.avx512Vnni());
    }
}
