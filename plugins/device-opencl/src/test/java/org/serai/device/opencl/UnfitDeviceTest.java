package org.serai.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serai.command.CommandStreams;
import org.serai.device.opencl.ClaimingDriver.Claim;
import org.serai.device.opencl.check.CheckSizes;
import org.serai.device.opencl.check.GpuCommand;

/** Devices that are there and not good enough: none is used, and each says why. */
class UnfitDeviceTest {
    @BeforeAll
    static void needsADriver() {
        TestDevices.opencl();
    }

    private final ClaimingDriver driver = new ClaimingDriver();

    @Test
    void oneThatIsNotAvailable() {
        requireRefused(driver.claim(Claim.AVAILABLE, 0), "the driver says that it is not available");
    }

    @Test
    void oneWithoutACompiler() {
        requireRefused(driver.claim(Claim.COMPILER_AVAILABLE, 0), "its driver has no compiler");
    }

    @Test
    void oneWhoseNumbersBeginWithTheHighestByte() {
        requireRefused(driver.claim(Claim.ENDIAN_LITTLE, 0), "its numbers are big-endian");
    }

    @Test
    void oneOfAnOldVersion() {
        requireRefused(
                driver.claim(Claim.VERSION, "OpenCL 1.1 CUDA"), "it has OpenCL 1.1 CUDA, and OpenCL 1.2 is needed");
    }

    @Test
    void oneWithSmallGroups() {
        requireRefused(driver.claim(Claim.MAX_WORK_GROUP_SIZE, 32), "at most 32 items", "64 with 16384 are needed");
    }

    @Test
    void oneWithLittleLocalMemory() {
        requireRefused(driver.claim(Claim.LOCAL_MEM_SIZE, 8192), "8192 bytes of local memory", "64 with 16384");
    }

    private static void requireRefused(ClaimingDriver driver, String... reasons) {
        OpenClDevice device = driver.device();
        String check = check(device);
        for (String reason : reasons) {
            assertTrue(
                    check.lines().anyMatch(line -> line.startsWith("    cannot be used  ") && line.contains(reason)),
                    check);
        }
        TestDevices.requireNotThere(device, reasons);
        String name = TestDevices.opencl().inUse().orElseThrow().name();
        TestDevices.requireNotThere(driver.device(), "No OpenCL device can be used: " + name + ": ");
    }

    private static String check(OpenClDevice device) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        int status = new GpuCommand(device, TestDevices.scalar(), CheckSizes.BRIEF, 256)
                .run(List.of("check"), new CommandStreams(InputStream.nullInputStream(), to, to, false, Path.of("")));
        assertEquals(1, status);
        return out.toString(StandardCharsets.UTF_8);
    }
}
