package org.serai.device.opencl.check;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.device.Device;
import org.serai.device.opencl.OpenClDevice;
import org.serai.device.opencl.driver.Hardware;
import org.serai.error.SeraiException;

/** {@code serai gpu check}: what OpenCL devices there are, whether the kernels are right on the one in use, and how fast. */
@Component(property = {Command.NAME + "=gpu", Command.SCOPE + "=" + Command.ANY})
public final class GpuCommand implements Command {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final String HELP = """
            Usage: serai gpu check [--json]
            Shows the OpenCL devices and their drivers, holds every kernel to the CPU device on the one that Serai
            uses, and measures its speeds. Takes some seconds, and memory of the device for a few matrices.
                  --json   Print JSON.
              -h, --help   Show this help.
            Exit status:
              0   a device is there and every kernel is right
              1   no device can be used, or a kernel is wrong
            """;

    private final OpenClDevice device;
    private final Device definition;
    private final CheckSizes sizes;
    private final Speeds speeds;

    @Activate
    public GpuCommand(
            @Reference(name = "device") OpenClDevice device,
            @Reference(name = "definition", target = "(" + Device.NAME + "=cpu)") Device definition) {
        this(device, definition, CheckSizes.USUAL, new Speeds(device, Speeds.SIDE));
    }

    /** With other sizes than those that the command has. */
    public GpuCommand(OpenClDevice device, Device definition, CheckSizes sizes, Speeds speeds) {
        this.device = device;
        this.definition = definition;
        this.sizes = sizes;
        this.speeds = speeds;
    }

    @Override
    public String summary() {
        return "check graphics cards: drivers, kernels, speeds";
    }

    @Override
    public int run(List<String> arguments, CommandStreams streams) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            streams.out().print(HELP);
            return OK;
        }
        if (arguments.equals(List.of("check"))) {
            return check(streams.out()).isWell() ? OK : FAILED;
        }
        if (arguments.equals(List.of("check", "--json"))) {
            GpuReport report = check(new PrintStream(OutputStream.nullOutputStream()));
            streams.out().print(report.json());
            return report.isWell() ? OK : FAILED;
        }
        streams.err()
                .println(
                        arguments.isEmpty()
                                ? "serai gpu: say what to do"
                                : "serai gpu: not understood: " + String.join(" ", arguments));
        streams.err().print(HELP);
        return USAGE;
    }

    /** Finds out everything, and prints each thing as it is known. */
    private GpuReport check(PrintStream out) {
        Optional<Hardware> inUse = device.inUse();
        GpuReport.Used used = inUse.map(hardware -> new GpuReport.Used(
                        hardware.name(), hardware.platform(), device.info().memoryBytes(), ""))
                .orElseGet(() -> new GpuReport.Used("", "", 0, device.info().description()));
        List<Hardware> all = hardware();
        GpuReport.printHardware(all, used, out);
        String held = definition.info().description();
        if (inUse.isEmpty()) {
            return new GpuReport(all, used, held, List.of(), List.of());
        }
        out.println();
        out.println("Kernels, held to device 'cpu' (" + held + "):");
        List<KernelResult> kernels =
                new SelfTest(device, definition, sizes).run(result -> GpuReport.print(result, out));
        out.println();
        out.println("Speeds, as this machine is now:");
        List<Speed> measured = speeds.run(speed -> GpuReport.print(speed, out));
        return new GpuReport(all, used, held, kernels, measured);
    }

    /** Empty also where there is no driver, which the reason then says. */
    private List<Hardware> hardware() {
        try {
            return device.hardware();
        } catch (SeraiException _) {
            return List.of();
        }
    }
}
