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
            Usage: serai gpu check [--json] [--kinds=KINDS] [--device=NAME]
            Shows the OpenCL devices and their drivers, holds every kernel to the CPU device on the one that Serai
            uses, and measures its speeds. Takes some seconds, and memory of the device for a few matrices.
                  --json          Print JSON.
                  --kinds=KINDS   Kinds of devices to choose from, such as gpu,cpu; here: gpu,accelerator, or what a
                                  running instance is configured for.
                  --device=NAME   A part of the name of the device to use; here: the first one.
              -h, --help          Show this help.
            Exit status:
              0   a device is there and every kernel is right
              1   no device can be used, or a kernel is wrong
            """;

    private final OpenClDevice device;
    private final Device definition;
    private final CheckSizes sizes;
    private final int side;

    @Activate
    public GpuCommand(
            @Reference(name = "device") OpenClDevice device,
            @Reference(name = "definition", target = "(" + Device.NAME + "=cpu)") Device definition) {
        this(device, definition, CheckSizes.USUAL, Speeds.SIDE);
    }

    /**
     * With other sizes than those that the command has.
     *
     * @param side rows and columns of the weights to measure with, a multiple of 256
     */
    public GpuCommand(OpenClDevice device, Device definition, CheckSizes sizes, int side) {
        this.device = device;
        this.definition = definition;
        this.sizes = sizes;
        this.side = side;
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
        Optional<GpuOptions> options = GpuOptions.parse(arguments);
        if (options.isEmpty()) {
            streams.err()
                    .println(
                            arguments.isEmpty()
                                    ? "serai gpu: say what to do"
                                    : "serai gpu: not understood: " + String.join(" ", arguments));
            streams.err().print(HELP);
            return USAGE;
        }
        return run(options.get(), streams.out());
    }

    private int run(GpuOptions options, PrintStream out) {
        OpenClDevice chosen = options.choosesDevice() ? device.with(options.kinds(), options.device()) : device;
        try {
            GpuReport report = check(chosen, options.json() ? new PrintStream(OutputStream.nullOutputStream()) : out);
            if (options.json()) {
                out.print(report.json());
            }
            return report.isWell() ? OK : FAILED;
        } finally {
            if (chosen != device) {
                chosen.close();
            }
        }
    }

    /** Finds out everything, and prints each thing as it is known. */
    private GpuReport check(OpenClDevice chosen, PrintStream out) {
        Optional<Hardware> inUse = chosen.inUse();
        GpuReport.Used used = inUse.map(hardware -> new GpuReport.Used(
                        hardware.name(), hardware.platform(), chosen.info().memoryBytes(), ""))
                .orElseGet(() -> new GpuReport.Used("", "", 0, chosen.info().description()));
        List<Hardware> all = hardware(chosen);
        GpuReport.printHardware(all, used, out);
        String held = definition.info().description();
        if (inUse.isEmpty()) {
            return new GpuReport(all, used, held, List.of(), List.of());
        }
        out.println();
        out.println("Kernels, held to device 'cpu' (" + held + "):");
        List<KernelResult> kernels =
                new SelfTest(chosen, definition, sizes).run(result -> GpuReport.print(result, out));
        out.println();
        out.println("Speeds, as this machine is now:");
        List<Speed> measured = new Speeds(chosen, side).run(speed -> GpuReport.print(speed, out));
        return new GpuReport(all, used, held, kernels, measured);
    }

    /** Empty also where there is no driver, which the reason then says. */
    private static List<Hardware> hardware(OpenClDevice chosen) {
        try {
            return chosen.hardware();
        } catch (SeraiException _) {
            return List.of();
        }
    }
}
