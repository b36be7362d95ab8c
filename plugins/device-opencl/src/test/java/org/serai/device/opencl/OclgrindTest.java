package org.serai.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    @Test
    void noKernelLeavesItsMemoryOrRaces(@TempDir Path folder) throws Exception {
        assumeTrue(
                Files.exists(DRIVER),
                DRIVER + " is not there, so that kernels are not checked for accesses out of bounds: install oclgrind");
        Path output = folder.resolve("output");
        Process process = start(folder, output);
        try {
            assertTrue(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "The simulator did not end");
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output);
        assertTrue(text.contains("Oclgrind Simulator"), text);
        assertFalse(text.contains("Invalid") || text.contains("race") || text.contains("Uninitialized"), text);
        assertEquals(0, process.exitValue(), text);
    }

    private static Process start(Path folder, Path output) throws IOException {
        Path vendors = Files.createDirectory(folder.resolve("vendors"));
        Files.writeString(vendors.resolve("oclgrind.icd"), DRIVER + "\n");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SelfTestMain.class.getName(),
                "brief"));
        builder.environment().put("OCL_ICD_VENDORS", vendors.toString());
        builder.environment().put("OCLGRIND_DATA_RACES", "1");
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }
}
