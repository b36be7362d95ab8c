package org.serai.device.cpu.x86;

import static org.junit.jupiter.api.Assumptions.abort;

import org.serai.device.cpu.kernel.Kernels;

/** The assembled kernels of this machine, for tests of them. */
public final class DetectedKernels {
    private DetectedKernels() {}

    /** The kernels for a set of instructions; where there are none, the test is skipped and says why. */
    public static Kernels orAbort(InstructionSet set) {
        return orAbort(set, CodeListener.NONE);
    }

    /** The kernels for a set of instructions, which tell of their functions; where there are none, the test is skipped. */
    public static Kernels orAbort(InstructionSet set, CodeListener listener) {
        return switch (AssembledKernels.detect(set, listener)) {
            case AssembledKernels.Availability.Available available -> available.kernels();
            case AssembledKernels.Availability.Unavailable unavailable -> abort(unavailable.reason());
        };
    }
}
