package org.serai.device.cpu;

import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.serai.device.Device;
import org.serai.device.DeviceInfo;
import org.serai.device.DeviceOptions;
import org.serai.device.DeviceSession;
import org.serai.device.HardwareLimits;
import org.serai.device.HardwareProbe;
import org.serai.device.KvShape;
import org.serai.device.MemoryKind;
import org.serai.device.cpu.format.WeightFormats;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.x86.AssembledKernels;
import org.serai.device.cpu.x86.CodeListener;
import org.serai.error.SeraiException;
import org.serai.model.Support;
import org.serai.model.TensorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CPU. Activations are rounded to eight bits for products, and the KV cache to F16, where the kernels can make use of that,
 * unless a session is to be {@linkplain DeviceOptions#exact exact}.
 */
@Component(
        service = Device.class,
        configurationPid = "org.serai.device.cpu",
        property = Device.NAME + "=" + CpuDevice.CPU)
public final class CpuDevice implements Device, HardwareProbe {
    static final String CPU = "cpu";

    private static final int MOST_THREADS = 1024;
    private static final Logger LOG = LoggerFactory.getLogger(CpuDevice.class);

    private final Kernels kernels;
    private final Kernels exactKernels;
    private final int threads;
    private final String warning;
    private final Keeping keeping;
    private final CodeListener assembled;
    private final MemoryBudget heap = MemoryBudget.ofHeap();
    private final MemoryBudget besideHeap = MemoryBudget.besideHeap();

    /** @throws SeraiException where a setting cannot be used */
    @Activate
    public CpuDevice(CpuConfiguration configuration) {
        this(
                configuration.kernels(),
                configuration.threads(),
                Keeping.ofMebibytes(configuration.keepMebibytes()),
                KernelDump.into(configuration.kernelDump()));
    }

    /** With default settings, outside a container; keeps nothing on the disk. */
    public CpuDevice() {
        this("auto", 0, Keeping.NOTHING);
    }

    /** Shows nobody the kernels that are assembled. */
    CpuDevice(String kernels, int threads, Keeping keeping) {
        this(kernels, threads, keeping, CodeListener.NONE);
    }

    /**
     * @param kernels {@code auto}, {@code assembled}, the name of a set of instructions such as {@code avx2}, {@code vector} or {@code scalar}
     * @param threads threads of a session that does not say how many; 0 for one per processor
     * @param keeping how weights are kept for the next process
     * @param assembled is told of every kernel that is assembled
     */
    CpuDevice(String kernels, int threads, Keeping keeping, CodeListener assembled) {
        KernelChoice choice = KernelChoice.parse(kernels);
        this.threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : checkThreads(threads);
        this.kernels = choice.kernels(assembled);
        this.assembled = assembled;
        checkListener(assembled);
        exactKernels = choice.exactKernels();
        warning = choice.warning();
        this.keeping = keeping;
        if (warning.isEmpty()) {
            LOG.info("CPU device: {}", info().description());
        } else {
            LOG.warn("CPU device: {}. {}", info().description(), warning);
        }
    }

    private void checkListener(CodeListener listener) {
        if (listener != CodeListener.NONE && !(kernels instanceof AssembledKernels)) {
            throw new SeraiException(
                    CpuErrors.CONFIGURATION,
                    "kernelDump in org.serai.device.cpu would have no effect, because none of the kernels in use is assembled ("
                            + kernels.description()
                            + "); remove it, or set kernels = assembled, which tells why there are none");
        }
    }

    @Override
    public DeviceInfo info() {
        String description = kernels.description() + ", " + threads + (threads == 1 ? " thread" : " threads");
        return new DeviceInfo(
                CPU, description, heap.limit() + besideHeap.limit(), warning.isEmpty() ? kernels.warning() : warning);
    }

    @Override
    public MemoryKind weightsMemory() {
        return MemoryKind.NATIVE;
    }

    @Override
    public MemoryKind workMemory() {
        return MemoryKind.HEAP;
    }

    @Override
    public int cacheNumberBytes(KvShape shape, boolean exact) {
        return (exact ? exactKernels : kernels).cacheNumberBytes(shape);
    }

    @Override
    public Support supports(TensorType weights) {
        return WeightFormats.of(weights).isPresent() ? Support.yes() : Support.no(unsupported(weights));
    }

    static String unsupported(TensorType weights) {
        return "the CPU device does not compute with " + weights + "; it does with "
                + WeightFormats.types().stream().sorted().map(TensorType::name).collect(Collectors.joining(", "));
    }

    @Override
    public DeviceSession open(DeviceOptions options) {
        int members = members(options.threads());
        Kernels chosen = options.exact() ? exactKernels : kernels;
        ThreadTeam team = new ThreadTeam(members);
        return new CpuSession(
                chosen,
                team,
                heap,
                new ResidentWeights(chosen, team, besideHeap, keeping.place(chosen, options.derived())));
    }

    @Override
    public HardwareLimits measure(OptionalInt wanted) {
        int members = members(wanted);
        return KernelChoice.hasVectors() ? Limits.measure(members, assembled) : HardwareLimits.UNKNOWN;
    }

    @Override
    public int threads() {
        return threads;
    }

    private int members(OptionalInt wanted) {
        return wanted.isPresent() ? checkThreads(wanted.getAsInt()) : threads;
    }

    private static int checkThreads(int threads) {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new SeraiException(
                    CpuErrors.CONFIGURATION, "threads = " + threads + " is not between 1 and " + MOST_THREADS);
        }
        return threads;
    }
}
