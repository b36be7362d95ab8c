package org.serai.device.opencl;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.serai.device.Device;
import org.serai.device.cpu.CpuDevice;
import org.serai.device.opencl.driver.OpenClLibrary;

/** The devices of these tests: PoCL, which computes on the processor as a graphics card would, and what it is held to. */
final class TestDevices {
    private static final String EVERY_KIND = "gpu,accelerator,cpu";

    /** One for all tests: compiling the kernels takes seconds. */
    private static final OpenClDevice OPENCL =
            new OpenClDevice(Settings.parse(EVERY_KIND, "", 50), cacheFolder(), OpenClLibrary::find);

    private static final Device SCALAR = new CpuDevice();

    private TestDevices() {}

    /** Whatever OpenCL driver is installed; tests are skipped where there is none. */
    static OpenClDevice opencl() {
        assumeTrue(
                OPENCL.inUse().isPresent(),
                () -> "These tests need an OpenCL driver, such as Debian's pocl-opencl-icd: "
                        + OPENCL.info().description());
        return OPENCL;
    }

    /** The definition of each operation. */
    static Device scalar() {
        assertTrue(
                SCALAR.info().description().startsWith("plain Java"),
                SCALAR.info().description());
        return SCALAR;
    }

    private static Path cacheFolder() {
        try {
            Path folder = Path.of("target", "opencl-cache");
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
