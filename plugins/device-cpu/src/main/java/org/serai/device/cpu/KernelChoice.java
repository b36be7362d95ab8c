package org.serai.device.cpu;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.scalar.ScalarKernels;
import org.serai.device.cpu.vector.VectorKernels;
import org.serai.device.cpu.x86.AssembledKernels;
import org.serai.device.cpu.x86.AssembledKernels.Availability;
import org.serai.error.SeraiException;

/** Which family of kernels to use. */
enum KernelChoice {
    /** The fastest that this CPU and this JVM can run. */
    AUTO {
        @Override
        Kernels kernels() {
            return hasVectors() && AssembledKernels.detect() instanceof Availability.Available available
                    ? available.kernels()
                    : exactKernels();
        }

        @Override
        Kernels exactKernels() {
            return hasVectors() ? new VectorKernels() : new ScalarKernels();
        }

        @Override
        String warning() {
            return hasVectors() ? "" : "It is many times slower than it could be: start the JVM with " + FLAG;
        }
    },
    /** Those that are assembled for the CPU, or nothing. */
    ASSEMBLED {
        @Override
        Kernels kernels() {
            if (!hasVectors()) {
                throw impossible("start the JVM with " + FLAG);
            }
            return switch (AssembledKernels.detect()) {
                case Availability.Available available -> available.kernels();
                case Availability.Unavailable unavailable -> throw impossible(unavailable.reason());
            };
        }

        @Override
        Kernels exactKernels() {
            return AUTO.exactKernels();
        }
    },
    /** The Vector API, or nothing. */
    VECTOR {
        @Override
        Kernels kernels() {
            if (!hasVectors()) {
                throw impossible("start the JVM with " + FLAG);
            }
            return new VectorKernels();
        }
    },
    /** The definition, which runs everywhere. */
    SCALAR {
        @Override
        Kernels kernels() {
            return new ScalarKernels();
        }
    };

    /** The way out where the module is missing. */
    private static final String FLAG = "--add-modules jdk.incubator.vector";

    /** The kernels, ready for use. */
    abstract Kernels kernels();

    /** Those for sessions whose activations have to be F32. */
    Kernels exactKernels() {
        return kernels();
    }

    final SeraiException impossible(String reason) {
        return new SeraiException(
                CpuErrors.CONFIGURATION,
                "kernels = " + word() + " in org.serai.device.cpu cannot be: " + reason + "; or use kernels = auto");
    }

    /** What makes these kernels slower than they could be on this JVM, and the way out; empty where nothing does. */
    String warning() {
        return "";
    }

    /** True where the JVM has the Vector API. */
    static boolean hasVectors() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    static KernelChoice parse(String text) {
        return Arrays.stream(values())
                .filter(choice -> choice.word().equals(text))
                .findAny()
                .orElseThrow(() -> new SeraiException(
                        CpuErrors.CONFIGURATION,
                        "kernels = " + text + " in org.serai.device.cpu is not one of "
                                + Arrays.stream(values())
                                        .map(KernelChoice::word)
                                        .collect(Collectors.joining(", "))));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
