package org.serai.device.opencl;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.serai.device.Device;
import org.serai.device.DeviceInfo;
import org.serai.device.DeviceOptions;
import org.serai.device.DeviceSession;
import org.serai.device.KvShape;
import org.serai.device.MemoryKind;
import org.serai.device.opencl.driver.DeviceKind;
import org.serai.device.opencl.driver.Functions;
import org.serai.device.opencl.driver.Hardware;
import org.serai.device.opencl.driver.OpenCl;
import org.serai.device.opencl.driver.OpenClLibrary;
import org.serai.device.opencl.error.OpenClErrors;
import org.serai.device.opencl.program.ProgramText;
import org.serai.error.SeraiException;
import org.serai.model.Support;
import org.serai.model.TensorType;
import org.serai.status.InstanceInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A graphics card, or whatever else an OpenCL driver offers. The driver is looked for when somebody first asks about the
 * device, so that those who never do wait for nothing; where there is none, the device supports nothing and says why.
 */
@Component(
        configurationPid = "org.serai.device.opencl",
        service = {Device.class, OpenClDevice.class},
        property = {
            Device.NAME + "=" + OpenClDevice.OPENCL,
            // Lists of services go by rising rank: who names no device gets the CPU, which is there first.
            "service.ranking:Integer=100"
        })
public final class OpenClDevice implements Device {
    static final String OPENCL = "opencl";

    /** How much of the device's memory models may take where nobody says it, in hundredths. */
    static final int MEMORY_PERCENT = 90;

    private static final Logger LOG = LoggerFactory.getLogger(OpenClDevice.class);

    private final Settings settings;
    private final Path cache;
    private final Supplier<Functions> library;

    /** What was found, or null before anybody asked. */
    private @Nullable Found found;

    private sealed interface Found {}

    private record Present(Accelerator accelerator) implements Found {}

    private record Absent(SeraiException reason) implements Found {}

    /** @throws SeraiException where a setting cannot be used */
    @Activate
    public OpenClDevice(@Reference(name = "instance") InstanceInfo instance, OpenClConfiguration configuration) {
        this(Settings.parse(configuration), instance.home().resolve("data").resolve("opencl"), OpenClLibrary::find);
    }

    /**
     * A device for use without a container. Not a constructor: the container would try it, as it has as many parameters as
     * its own.
     *
     * @param kinds the kinds of devices that may be used, with commas between
     * @param cache folder for compiled programs
     */
    public static OpenClDevice ofKinds(String kinds, Path cache) {
        return new OpenClDevice(Settings.parse(kinds, "", MEMORY_PERCENT), cache, OpenClLibrary::find);
    }

    /**
     * @param cache folder for compiled programs
     * @param library loads the functions of OpenCL, or says why it cannot
     */
    OpenClDevice(Settings settings, Path cache, Supplier<Functions> library) {
        this.settings = settings;
        this.cache = cache;
        this.library = library;
    }

    @Override
    public DeviceInfo info() {
        return switch (found()) {
            case Present(Accelerator accelerator) -> {
                Hardware hardware = accelerator.hardware();
                yield new DeviceInfo(
                        OPENCL,
                        describe(hardware),
                        accelerator.memory().limit(),
                        hardware.kind() == DeviceKind.CPU
                                ? "This driver computes on the processor, many times slower than device 'cpu': use it for"
                                        + " tests alone"
                                : "");
            }
            case Absent(SeraiException reason) -> new DeviceInfo(OPENCL, "not there: " + reason.getMessage(), 0, "");
        };
    }

    private static String describe(Hardware hardware) {
        return hardware.name() + ", " + hardware.platform() + ", driver " + hardware.driverVersion();
    }

    /** A card has memory of its own; a driver that computes on the processor takes this process's. */
    @Override
    public MemoryKind weightsMemory() {
        return inUse().filter(hardware -> hardware.kind() == DeviceKind.CPU).isPresent()
                ? MemoryKind.NATIVE
                : MemoryKind.DEVICE;
    }

    /** Keys and values are F16, but for a session that is to be exact. */
    @Override
    public int cacheNumberBytes(KvShape shape, boolean exact) {
        return OpenClSession.cacheNumberBytes(exact);
    }

    @Override
    public Support supports(TensorType weights) {
        return switch (found()) {
            case Present _ -> ProgramText.types().contains(weights) ? Support.yes() : Support.no(unsupported(weights));
            case Absent(SeraiException reason) -> Support.no(String.valueOf(reason.getMessage()));
        };
    }

    static String unsupported(TensorType weights) {
        return "the OpenCL device does not compute with " + weights + "; it does with "
                + ProgramText.types().stream().sorted().map(TensorType::name).collect(Collectors.joining(", "));
    }

    @Override
    public DeviceSession open(DeviceOptions options) {
        return switch (held()) {
            case Present(Accelerator accelerator) -> open(accelerator, options);
            case Absent(SeraiException reason) ->
                throw new SeraiException(
                        reason.code(), "The OpenCL device cannot be used: " + reason.getMessage(), reason);
        };
    }

    /** What was found, held for a session: the device may be closed at any moment. */
    private synchronized Found held() {
        Found now = found();
        if (now instanceof Present(Accelerator accelerator)) {
            accelerator.hold();
        }
        return now;
    }

    private static OpenClSession open(Accelerator accelerator, DeviceOptions options) {
        boolean opened = false;
        try {
            OpenClSession session = new OpenClSession(accelerator, options.exact());
            opened = true;
            return session;
        } finally {
            if (!opened) {
                accelerator.release();
            }
        }
    }

    /** Every device of every driver, wanted or not. */
    public List<Hardware> hardware() {
        return Hardware.all(new OpenCl(library.get()));
    }

    /** The hardware in use; empty where there is none, for the reason in {@link #info}. */
    public Optional<Hardware> inUse() {
        return found() instanceof Present(Accelerator accelerator)
                ? Optional.of(accelerator.hardware())
                : Optional.empty();
    }

    private synchronized Found found() {
        if (found == null) {
            found = find();
        }
        return found;
    }

    private Found find() {
        try {
            OpenCl cl = new OpenCl(library.get());
            Hardware hardware = choose(Hardware.all(cl));
            Accelerator accelerator = new Accelerator(cl, hardware, settings.memoryPercent(), cache);
            LOG.info("OpenCL device: {}", describe(hardware));
            return new Present(accelerator);
        } catch (SeraiException e) {
            LOG.debug("There is no OpenCL device", e);
            return new Absent(e);
        }
    }

    private Hardware choose(List<Hardware> all) {
        if (all.isEmpty()) {
            throw none(
                    "The OpenCL loader knows no device: no driver is installed, or it does not see its hardware (in a"
                            + " container, hand the card in).");
        }
        List<Hardware> wanted = all.stream().filter(settings::wants).toList();
        if (wanted.isEmpty()) {
            throw none("No OpenCL device is one of those asked for in org.serai.device.opencl (" + settings
                    + "). There are: " + all.stream().map(OpenClDevice::named).collect(Collectors.joining("; ")) + ".");
        }
        return wanted.stream()
                .filter(hardware -> hardware.objection().isEmpty())
                .findFirst()
                .orElseThrow(() -> none("No OpenCL device can be used: "
                        + wanted.stream()
                                .map(hardware -> hardware.name() + ": "
                                        + hardware.objection().orElse(""))
                                .collect(Collectors.joining("; "))
                        + "."));
    }

    private static String named(Hardware hardware) {
        return hardware.name() + " (" + hardware.kind().word() + ", " + hardware.platform() + ")";
    }

    private static SeraiException none(String reason) {
        return new SeraiException(OpenClErrors.NO_DEVICE, reason);
    }

    /**
     * Another device object with other settings, for the caller to close.
     *
     * @param kinds as in the configuration; null for this one's
     * @param name as in the configuration; null for this one's
     * @throws SeraiException where a setting cannot be used
     */
    public OpenClDevice with(@Nullable String kinds, @Nullable String name) {
        return new OpenClDevice(settings.with(kinds, name), cache, library);
    }

    /** Gives everything back that no open session needs, and offers nothing any more. */
    @Deactivate
    public synchronized void close() {
        if (found instanceof Present(Accelerator accelerator)) {
            accelerator.release();
        }
        found = new Absent(none("It was stopped."));
    }
}
