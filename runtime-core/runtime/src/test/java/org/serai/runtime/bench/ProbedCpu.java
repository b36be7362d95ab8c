package org.serai.runtime.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.serai.device.Device;
import org.serai.device.DeviceInfo;
import org.serai.device.DeviceOptions;
import org.serai.device.DeviceSession;
import org.serai.device.HardwareLimits;
import org.serai.device.HardwareProbe;
import org.serai.device.KvShape;
import org.serai.device.MemoryKind;
import org.serai.device.cpu.CpuDevice;
import org.serai.model.Support;
import org.serai.model.TensorType;

/** The CPU device with another number of threads for sessions that do not say how many; of its limits it knows nothing. */
final class ProbedCpu implements Device, HardwareProbe {
    private final Device cpu = new CpuDevice();
    private final List<OptionalInt> measured = new ArrayList<>();
    private final int threads;

    ProbedCpu(int threads) {
        this.threads = threads;
    }

    /** The threads of each measurement. */
    List<OptionalInt> measured() {
        return measured;
    }

    @Override
    public int threads() {
        return threads;
    }

    @Override
    public HardwareLimits measure(OptionalInt wanted) {
        measured.add(wanted);
        return HardwareLimits.UNKNOWN;
    }

    @Override
    public DeviceInfo info() {
        return cpu.info();
    }

    @Override
    public MemoryKind weightsMemory() {
        return cpu.weightsMemory();
    }

    @Override
    public MemoryKind workMemory() {
        return cpu.workMemory();
    }

    @Override
    public int cacheNumberBytes(KvShape shape, boolean exact) {
        return cpu.cacheNumberBytes(shape, exact);
    }

    @Override
    public Support supports(TensorType weights) {
        return cpu.supports(weights);
    }

    @Override
    public DeviceSession open(DeviceOptions options) {
        return cpu.open(options);
    }
}
