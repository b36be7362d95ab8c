package org.serai.device.cpu.x86;

import static org.junit.jupiter.api.Assumptions.abort;

import org.serai.device.cpu.kernel.Kernels;

/** The assembled kernels of this machine, for tests of them. */
final class DetectedKernels {
    private DetectedKernels() {}

    /** The kernels; where there are none, the test is skipped and says why. */
    static Kernels orAbort() {
        return switch (AssembledKernels.detect()) {
            case AssembledKernels.Availability.Available available -> available.kernels();
            case AssembledKernels.Availability.Unavailable unavailable -> abort(unavailable.reason());
        };
    }
}
