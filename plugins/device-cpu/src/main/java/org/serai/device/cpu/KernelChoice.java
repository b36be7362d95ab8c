package org.serai.device.cpu;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.scalar.ScalarKernels;
import org.serai.device.cpu.vector.VectorKernels;
import org.serai.error.SeraiException;

/** Which family of kernels to use. Families that are added for special instructions get their place here. */
enum KernelChoice {
    /** The fastest that this JVM can run. */
    AUTO {
        @Override
        Kernels kernels() {
            return hasVectors() ? new VectorKernels() : new ScalarKernels();
        }

        @Override
        String warning() {
            return hasVectors() ? "" : "It is many times slower than it could be: start the JVM with " + FLAG;
        }
    },
    /** The Vector API, or nothing. */
    VECTOR {
        @Override
        Kernels kernels() {
            if (!hasVectors()) {
                throw new SeraiException(
                        CpuErrors.CONFIGURATION,
                        "kernels = vector in org.serai.device.cpu cannot be: start the JVM with " + FLAG
                                + ", or use kernels = auto");
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

    /** What makes these kernels slower than they could be on this JVM, and the way out; empty where nothing does. */
    String warning() {
        return "";
    }

    private static boolean hasVectors() {
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
