package org.serai.device.opencl.check;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.serai.device.opencl.driver.Hardware;

/**
 * What {@code serai gpu check} found out.
 *
 * @param hardware all devices of all drivers
 * @param used which of them Serai uses, or why it uses none
 * @param definition what the kernels were held to
 * @param kernels how each did
 * @param speeds what was measured
 */
record GpuReport(
        List<Hardware> hardware, Used used, String definition, List<KernelResult> kernels, List<Speed> speeds) {
    private static final long MEBIBYTE = 1 << 20;

    /**
     * The device in use.
     *
     * @param name of the hardware; empty where none is used
     * @param platform of the hardware
     * @param memoryBytes that models may take
     * @param reason why none is used; empty where one is
     */
    record Used(String name, String platform, long memoryBytes, String reason) {
        boolean is(Hardware hardware) {
            return hardware.name().equals(name) && hardware.platform().equals(platform);
        }
    }

    /** True where there is a device and every kernel is right. */
    boolean isWell() {
        return used.reason().isEmpty() && kernels.stream().allMatch(KernelResult::passed);
    }

    static void printHardware(List<Hardware> hardware, Used used, PrintStream out) {
        out.println(hardware.isEmpty() ? "No OpenCL device is there." : "OpenCL devices:");
        for (Hardware one : hardware) {
            out.println((used.is(one) ? "* " : "  ") + one.name() + " ("
                    + one.kind().word() + ", " + one.vendor() + ")");
            line(out, "platform", one.platform());
            line(out, "driver", one.driverVersion() + "; " + one.version() + "; " + one.languageVersion());
            line(
                    out,
                    "memory",
                    String.format(
                            Locale.ROOT,
                            "%,d MiB, one buffer at most %,d MiB, local %d KiB",
                            one.memoryBytes() / MEBIBYTE,
                            one.largestBufferBytes() / MEBIBYTE,
                            one.localBytes() >> 10));
            line(
                    out,
                    "compute",
                    one.computeUnits() + " units at " + one.megahertz() + " MHz, work-groups of at most "
                            + one.workGroup());
            line(out, "extensions", one.extensions());
            one.objection().ifPresent(objection -> line(out, "cannot be used", objection));
        }
        out.println();
        out.println(
                used.reason().isEmpty()
                        ? String.format(
                                Locale.ROOT,
                                "Device 'opencl' is %s; models may take %,d MiB of its memory.",
                                used.name(),
                                used.memoryBytes() / MEBIBYTE)
                        : "Device 'opencl' is " + used.reason());
    }

    private static void line(PrintStream out, String name, String value) {
        out.printf(Locale.ROOT, "    %-14s  %s%n", name, value);
    }

    static void print(KernelResult result, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "  %-30s %-6s %,9d numbers  %s%n",
                result.kernel(),
                result.passed() ? "ok" : "WRONG",
                result.numbers(),
                result.passed() ? error(result) : result.failure());
    }

    private static String error(KernelResult result) {
        return result.worst() == 0
                ? "the same to the bit"
                : String.format(Locale.ROOT, "error at most %.3f of the bound", result.worst());
    }

    static void print(Speed speed, PrintStream out) {
        out.printf(Locale.ROOT, "  %-32s %,10.2f %s%n", speed.what(), speed.value(), speed.unit());
    }

    String json() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("well", isWell());
        root.put("devices", hardware.stream().map(this::json).toList());
        root.put("reason", used.reason());
        root.put("memory_for_models_bytes", used.memoryBytes());
        root.put("definition", definition);
        root.put("kernels", kernels.stream().map(GpuReport::json).toList());
        root.put("speeds", speeds.stream().map(GpuReport::json).toList());
        return Json.of(root);
    }

    private Map<String, Object> json(Hardware one) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", one.name());
        map.put("used", used.is(one));
        map.put("kind", one.kind().word());
        map.put("vendor", one.vendor());
        map.put("platform", one.platform());
        map.put("version", one.version());
        map.put("language", one.languageVersion());
        map.put("driver", one.driverVersion());
        map.put("extensions", List.of(one.extensions().split(" ")));
        map.put("memory_bytes", one.memoryBytes());
        map.put("largest_buffer_bytes", one.largestBufferBytes());
        map.put("local_bytes", one.localBytes());
        map.put("work_group", one.workGroup());
        map.put("compute_units", one.computeUnits());
        map.put("megahertz", one.megahertz());
        map.put("objection", one.objection().orElse(""));
        return map;
    }

    private static Map<String, Object> json(KernelResult result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kernel", result.kernel());
        map.put("passed", result.passed());
        map.put("numbers", result.numbers());
        map.put("worst_share_of_bound", result.worst());
        map.put("failure", result.failure());
        return map;
    }

    private static Map<String, Object> json(Speed speed) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("what", speed.what());
        map.put("value", Math.round(speed.value() * 1000) / 1000.0);
        map.put("unit", speed.unit());
        return map;
    }
}
