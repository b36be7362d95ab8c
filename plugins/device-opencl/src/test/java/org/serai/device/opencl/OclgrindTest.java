package org.serai.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kernel under oclgrind, a simulator that sees each access to memory: one out of bounds, or a race between
 * work-items, is a failure, also where the result happens to be right.
 */
class OclgrindTest {
    private static final Path DRIVER = Path.of("/usr/lib/oclgrind/liboclgrind-rt-icd.so");

    /** The simulator takes seconds; a busy machine makes minutes of them. */
    private static final int PATIENCE_MINUTES = 10;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsTheSimulator() {
        assumeTrue(
                Files.exists(DRIVER),
                DRIVER + " is not there, so that kernels are not checked for accesses out of bounds: install oclgrind");
    }

    @Test
    void noKernelLeavesItsMemoryOrRaces() throws Exception {
        String text = simulate(SelfTestMain.class);
        assertTrue(text.contains("Oclgrind Simulator"), text);
        assertEquals(List.of(), faults(text), text);
    }

    /** Or nobody would know whether the others are seen. */
    @Test
    void kernelsWithFaultsAreSeen() throws Exception {
        String text = simulate(FaultyKernelMain.class);
        assertTrue(faults(text).stream().anyMatch(line -> line.contains("Invalid write")), text);
        assertTrue(faults(text).stream().anyMatch(line -> line.contains("data race")), text);
    }

    /** What the simulator finds wrong. */
    private static List<String> faults(String text) {
        return text.lines()
                .filter(line -> line.contains("Invalid") || line.contains("race"))
                .toList();
    }

    /** What a program prints that has no other driver than the simulator, and ends well. */
    private String simulate(Class<?> program) throws Exception {
        Path vendors = Files.createDirectory(folder.resolve("vendors"));
        Files.writeString(vendors.resolve("oclgrind.icd"), DRIVER + "\n");
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        builder.environment().put("OCL_ICD_VENDORS", vendors.toString());
        builder.environment().put("OCLGRIND_DATA_RACES", "1");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "The simulator did not end");
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output);
        assertEquals(0, process.exitValue(), text);
        return text;
    }
}
