package org.serai.device.cpu;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.scalar.ScalarKernels;
import org.serai.device.cpu.vector.VectorKernels;
import org.serai.device.cpu.x86.AssembledKernels;
import org.serai.device.cpu.x86.AssembledKernels.Availability;
import org.serai.device.cpu.x86.CodeListener;
import org.serai.device.cpu.x86.InstructionSet;
import org.serai.error.SeraiException;

/** Which family of kernels to use. */
enum KernelChoice {
    /** The fastest that this CPU and this JVM can run. */
    AUTO,
    /** The fastest that are assembled for the CPU, or nothing. */
    ASSEMBLED,
    /** Those that are assembled for AVX-512 with VNNI, or nothing. */
    AVX512_VNNI,
    /** Those that are assembled for AVX-VNNI, or nothing. */
    AVX_VNNI,
    /** Those that are assembled for AVX2, or nothing. */
    AVX2,
    /** The Vector API, or nothing. */
    VECTOR,
    /** The definition, which runs everywhere. */
    SCALAR;

    /** The way out where the module is missing. */
    private static final String FLAG = "--add-modules jdk.incubator.vector";

    /**
     * The kernels, ready for use.
     *
     * @param listener is told of every function that is assembled
     * @throws SeraiException where this CPU or JVM cannot run them
     */
    Kernels kernels(CodeListener listener) {
        return switch (this) {
            case AUTO -> fastest(listener);
            case ASSEMBLED -> assembled(() -> AssembledKernels.detect(listener));
            case AVX512_VNNI -> assembled(() -> AssembledKernels.detect(InstructionSet.AVX512_VNNI, listener));
            case AVX_VNNI -> assembled(() -> AssembledKernels.detect(InstructionSet.AVX_VNNI, listener));
            case AVX2 -> assembled(() -> AssembledKernels.detect(InstructionSet.AVX2, listener));
            case VECTOR -> vector();
            case SCALAR -> new ScalarKernels();
        };
    }

    /** Those for sessions whose activations have to be F32. */
    Kernels exactKernels() {
        return switch (this) {
            case AUTO, ASSEMBLED, AVX512_VNNI, AVX_VNNI, AVX2 -> notAssembled();
            case VECTOR -> vector();
            case SCALAR -> new ScalarKernels();
        };
    }

    private static Kernels fastest(CodeListener listener) {
        return hasVectors() && AssembledKernels.detect(listener) instanceof Availability.Available available
                ? available.kernels()
                : notAssembled();
    }

    private static Kernels notAssembled() {
        return hasVectors() ? new VectorKernels() : new ScalarKernels();
    }

    private Kernels assembled(Supplier<Availability> detection) {
        checkVectors();
        return switch (detection.get()) {
            case Availability.Available available -> available.kernels();
            case Availability.Unavailable unavailable -> throw impossible(unavailable.reason());
        };
    }

    private Kernels vector() {
        checkVectors();
        return new VectorKernels();
    }

    private void checkVectors() {
        if (!hasVectors()) {
            throw impossible("start the JVM with " + FLAG);
        }
    }

    private SeraiException impossible(String reason) {
        return new SeraiException(
                CpuErrors.CONFIGURATION,
                "kernels = " + word() + " in org.serai.device.cpu cannot be: " + reason + "; or use kernels = auto");
    }

    /** What makes these kernels slower than they could be on this JVM, and the way out; empty where nothing does. */
    String warning() {
        return this == AUTO && !hasVectors()
                ? "It is many times slower than it could be: start the JVM with " + FLAG
                : "";
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
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
