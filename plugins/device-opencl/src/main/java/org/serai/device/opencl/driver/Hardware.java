package org.serai.device.opencl.driver;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A device of a driver, and what the driver says of it.
 *
 * @param handle the device's object in OpenCL
 * @param platform name and version of the driver's platform
 * @param name of the hardware
 * @param vendor who made it
 * @param kind what it is
 * @param version of OpenCL, such as {@code OpenCL 3.0 CUDA}
 * @param languageVersion of the kernels' language, such as {@code OpenCL C 1.2}
 * @param driverVersion of the driver
 * @param extensions names with spaces between
 * @param memoryBytes of all memory
 * @param largestBufferBytes that one buffer may take
 * @param localBytes of memory that a work-group shares
 * @param workGroup the most work-items of a group
 * @param computeUnits that work beside each other
 * @param megahertz the highest clock
 * @param available false where the driver says that it cannot be used
 * @param compiler true where the driver compiles source
 * @param littleEndian true where numbers begin with their lowest byte
 * @param roundsDivisions true where division and square root can be had rounded correctly
 */
public record Hardware(
        MemorySegment handle,
        String platform,
        String name,
        String vendor,
        DeviceKind kind,
        String version,
        String languageVersion,
        String driverVersion,
        String extensions,
        long memoryBytes,
        long largestBufferBytes,
        long localBytes,
        long workGroup,
        int computeUnits,
        int megahertz,
        boolean available,
        boolean compiler,
        boolean littleEndian,
        boolean roundsDivisions) {
    /** What the kernels of this bundle take; every device for computing that is known has several times as much. */
    public static final int LEAST_WORK_GROUP = 64;

    public static final int LEAST_LOCAL_BYTES = 16 << 10;

    private static final long CORRECTLY_ROUNDED = 1 << 7;

    /** All devices of all drivers, in the order in which the loader has them. */
    public static List<Hardware> all(OpenCl cl) {
        List<Hardware> all = new ArrayList<>();
        for (MemorySegment platform : cl.platforms()) {
            String text = cl.platformText(platform, Names.PLATFORM_NAME) + ", "
                    + cl.platformText(platform, Names.PLATFORM_VERSION);
            for (MemorySegment device : cl.devices(platform)) {
                all.add(read(cl, text, device));
            }
        }
        return List.copyOf(all);
    }

    private static Hardware read(OpenCl cl, String platform, MemorySegment device) {
        return new Hardware(
                device,
                platform,
                cl.deviceText(device, Names.NAME),
                cl.deviceText(device, Names.VENDOR),
                DeviceKind.of(cl.deviceNumber(device, Names.TYPE)),
                cl.deviceText(device, Names.VERSION),
                cl.deviceText(device, Names.OPENCL_C_VERSION),
                cl.deviceText(device, Names.DRIVER_VERSION),
                cl.deviceText(device, Names.EXTENSIONS).replaceAll("\\s+", " "),
                cl.deviceNumber(device, Names.GLOBAL_MEM_SIZE),
                cl.deviceNumber(device, Names.MAX_MEM_ALLOC_SIZE),
                cl.deviceNumber(device, Names.LOCAL_MEM_SIZE),
                cl.deviceNumber(device, Names.MAX_WORK_GROUP_SIZE),
                (int) cl.deviceNumber(device, Names.MAX_COMPUTE_UNITS),
                (int) cl.deviceNumber(device, Names.MAX_CLOCK_FREQUENCY),
                cl.deviceNumber(device, Names.AVAILABLE) != 0,
                cl.deviceNumber(device, Names.COMPILER_AVAILABLE) != 0,
                cl.deviceNumber(device, Names.ENDIAN_LITTLE) != 0,
                (cl.deviceNumber(device, Names.SINGLE_FP_CONFIG) & CORRECTLY_ROUNDED) != 0);
    }

    /** Why the kernels cannot run on it; empty where they can. */
    public Optional<String> objection() {
        if (!available) {
            return Optional.of("the driver says that it is not available");
        }
        if (!compiler) {
            return Optional.of("its driver has no compiler");
        }
        if (!littleEndian) {
            return Optional.of("its numbers are big-endian");
        }
        if (version.startsWith("OpenCL 1.0") || version.startsWith("OpenCL 1.1")) {
            return Optional.of("it has " + version + ", and OpenCL 1.2 is needed");
        }
        if (workGroup < LEAST_WORK_GROUP || localBytes < LEAST_LOCAL_BYTES) {
            return Optional.of("its work-groups have at most " + workGroup + " items with " + localBytes
                    + " bytes of local memory, and " + LEAST_WORK_GROUP + " with " + LEAST_LOCAL_BYTES + " are needed");
        }
        return Optional.empty();
    }

    /** The numbers of what can be asked, in {@code cl.h}. */
    private static final class Names {
        static final int PLATFORM_VERSION = 0x0901;
        static final int PLATFORM_NAME = 0x0902;
        static final int TYPE = 0x1000;
        static final int MAX_COMPUTE_UNITS = 0x1002;
        static final int MAX_WORK_GROUP_SIZE = 0x1004;
        static final int MAX_CLOCK_FREQUENCY = 0x100C;
        static final int MAX_MEM_ALLOC_SIZE = 0x1010;
        static final int SINGLE_FP_CONFIG = 0x101B;
        static final int GLOBAL_MEM_SIZE = 0x101F;
        static final int LOCAL_MEM_SIZE = 0x1023;
        static final int ENDIAN_LITTLE = 0x1026;
        static final int AVAILABLE = 0x1027;
        static final int COMPILER_AVAILABLE = 0x1028;
        static final int NAME = 0x102B;
        static final int VENDOR = 0x102C;
        static final int DRIVER_VERSION = 0x102D;
        static final int VERSION = 0x102F;
        static final int EXTENSIONS = 0x1030;
        static final int OPENCL_C_VERSION = 0x103D;

        private Names() {}
    }
}
