package org.serai.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.serai.device.Device;
import org.serai.device.DeviceOptions;
import org.serai.device.cpu.CpuDevice;
import org.serai.device.opencl.driver.OpenClLibrary;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;
import org.serai.model.Support;
import org.serai.model.TensorType;

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

    /** A device that offers nothing and says why, whatever it is asked; it is closed then. */
    static void requireNotThere(OpenClDevice device, String... reasons) {
        assertEquals(0, device.info().memoryBytes());
        requireReasons(device.info().description(), reasons);
        for (TensorType type : TensorType.values()) {
            requireReasons(
                    assertInstanceOf(Support.No.class, device.supports(type)).reason(), reasons);
        }
        DeviceOptions options = new DeviceOptions(OptionalInt.empty(), true);
        SeraiException refusal = assertThrows(SeraiException.class, () -> device.open(options));
        assertEquals(ErrorCategory.UNAVAILABLE, refusal.code().category());
        requireReasons(refusal.toString(), reasons);
        device.close();
    }

    private static void requireReasons(String text, String... reasons) {
        for (String reason : reasons) {
            assertTrue(text.contains(reason), text);
        }
    }

    /** Compiled kernels, which tests share. */
    static Path cacheFolder() {
        try {
            Path folder = Path.of("target", "opencl-cache");
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
