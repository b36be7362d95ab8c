package org.serai.device.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.serai.device.opencl.driver.DriverException;
import org.serai.device.opencl.driver.Kernel;
import org.serai.device.opencl.program.ProgramText;
import org.serai.model.TensorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernels of one session: a kernel keeps its arguments, so that sessions that work beside each other cannot share one.
 * Not thread-safe.
 */
final class SessionKernels {
    private static final Logger LOG = LoggerFactory.getLogger(SessionKernels.class);

    private final Accelerator accelerator;
    private final Arena arena;
    private final List<Kernel> all = new ArrayList<>();
    private final Map<TensorType, WeightKernels> weights = new EnumMap<>(TensorType.class);
    final Kernel rmsNorm;
    final Kernel gate;
    final Kernel ropeAndStore;
    final Kernel attention;

    /** The kernels for weights of a type. */
    record WeightKernels(Kernel embed, Kernel multiplyFew, Kernel multiplyMany) {}

    /** @param arena where arguments stand on their way; outlives the kernels */
    SessionKernels(Accelerator accelerator, boolean halfCache, Arena arena) {
        this.accelerator = accelerator;
        this.arena = arena;
        boolean complete = false;
        try {
            MemorySegment activations = accelerator.programs().get(ProgramText.activations());
            MemorySegment positions = accelerator.programs().get(ProgramText.attention(halfCache));
            rmsNorm = kernel(activations, "rms_norm");
            gate = kernel(activations, "gate");
            ropeAndStore = kernel(positions, "rope_and_store");
            attention = kernel(positions, "attention");
            complete = true;
        } finally {
            if (!complete) {
                release();
            }
        }
    }

    private Kernel kernel(MemorySegment program, String name) {
        Kernel kernel = new Kernel(accelerator.cl(), program, name, arena);
        all.add(kernel);
        return kernel;
    }

    /** @param type one of {@link ProgramText#types} */
    WeightKernels of(TensorType type) {
        return weights.computeIfAbsent(type, key -> {
            MemorySegment program = accelerator.programs().get(ProgramText.weights(key));
            return new WeightKernels(
                    kernel(program, "embed"), kernel(program, "multiply_few"), kernel(program, "multiply_many"));
        });
    }

    void release() {
        for (Kernel kernel : all) {
            try {
                kernel.release();
            } catch (DriverException e) {
                LOG.warn("The driver did not take back a kernel", e);
            }
        }
        all.clear();
    }
}
