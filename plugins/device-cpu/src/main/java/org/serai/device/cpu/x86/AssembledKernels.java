package org.serai.device.cpu.x86;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;
import org.serai.device.Activation;
import org.serai.device.KvShape;
import org.serai.device.cpu.format.BlockFormat;
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.kernel.Attention;
import org.serai.device.cpu.kernel.F16Pages;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Packing;
import org.serai.device.cpu.kernel.Workspace;
import org.serai.device.cpu.vector.VectorKernels;
import org.serai.device.cpu.x86.ExecutableMemory.UnavailableException;

/**
 * Products in integers, by functions that are assembled for a set of instructions of the CPU: activations are rounded to signed bytes, each run of 32
 * columns with a scale of its own ({@link QuantisedActivations}), for the formats whose functions were {@linkplain
 * ProvedFunctions proved}. So is attention, over keys and values in F16. Matrices of plain numbers or of dropped formats, and
 * all other operations, are left to the vector kernels.
 */
public final class AssembledKernels implements Kernels {
    /** To be raised with every change of {@link BlockLayout}, for files outlive a version of Serai. */
    private static final int LAYOUT_VERSION = 3;

    private final InstructionSet set;
    private final ProvedFunctions functions;
    private final Kernels others = new VectorKernels();

    private AssembledKernels(InstructionSet set, CodeListener listener) throws UnavailableException {
        this.set = set;
        functions = new ProvedFunctions(set, listener);
    }

    /**
     * The kernels for the best set of instructions, or why this CPU or system can have none. Needs the Vector API.
     *
     * @param listener is told of every function that is assembled for them
     */
    public static Availability detect(CodeListener listener) {
        Availability found = new Availability.Unavailable("");
        for (InstructionSet set : InstructionSet.values()) {
            found = detect(set, listener);
            if (found instanceof Availability.Available) {
                return found;
            }
        }
        return found;
    }

    /**
     * The kernels for a set of instructions, or why this CPU or system cannot have them. Needs the Vector API.
     *
     * @param listener is told of every function that is assembled for them
     */
    public static Availability detect(InstructionSet set, CodeListener listener) {
        try {
            Optional<String> obstacle = obstacle(set);
            return obstacle.isPresent()
                    ? new Availability.Unavailable(obstacle.get())
                    : new Availability.Available(new AssembledKernels(set, listener));
        } catch (UnavailableException e) {
            return new Availability.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    /** Why this CPU or system cannot run what is assembled; empty where it can. */
    static Optional<String> obstacle(InstructionSet set) throws UnavailableException {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        if (!architecture.equals("amd64") && !architecture.equals("x86_64")) {
            return Optional.of("the CPU is " + architecture + ", not x86-64");
        }
        if (!set.isOfferedBy(CpuFeatures.detect())) {
            return Optional.of("the CPU has no " + set.title());
        }
        return FloatVector.SPECIES_PREFERRED.length() < set.interleaving().lanes()
                ? Optional.of("the JVM prefers narrower vectors than those of " + set.title())
                : Optional.empty();
    }

    /** Whether there are such kernels here. */
    public sealed interface Availability {
        /** There are. */
        record Available(Kernels kernels) implements Availability {}

        /**
         * There are none.
         *
         * @param reason for people
         */
        record Unavailable(String reason) implements Availability {}
    }

    @Override
    public String description() {
        return set.title() + " for 8-bit products, " + others.description();
    }

    @Override
    public String warning() {
        List<String> dropped = functions.complaints();
        return dropped.isEmpty()
                ? ""
                : "The assembled kernels for " + String.join(", ", dropped)
                        + " do not compute on this CPU what they should and are not used: report the CPU";
    }

    @Override
    public Optional<String> layout() {
        return others.layout().map(plain -> set.interleaving().word() + "-" + LAYOUT_VERSION + "-" + plain);
    }

    @Override
    public boolean isLaidOut(WeightFormat format) {
        return !functions.lacks(format);
    }

    @Override
    public long bytes(WeightFormat format, int rows, int columns) {
        @Nullable ProductFunctions known = functions.products(format);
        return known == null
                ? others.bytes(format, rows, columns)
                : AssembledMatrix.bytes(known.layout(), rows, columns);
    }

    @Override
    public Packing packing(WeightFormat format, int rows, int columns, MemorySegment data, MemorySegment image) {
        return format instanceof BlockFormat blocks && functions.products(format) != null
                ? new AssembledPacking(blocks, BlockLayout.of(blocks, set.interleaving()), rows, columns, data, image)
                : others.packing(format, rows, columns, data, image);
    }

    @Override
    public Matrix matrix(WeightFormat format, int rows, int columns, MemorySegment image) {
        @Nullable ProductFunctions known = functions.products(format);
        return known == null
                ? others.matrix(format, rows, columns, image)
                : new AssembledMatrix(rows, columns, image, known);
    }

    @Override
    public int cacheNumberBytes(KvShape shape) {
        return functions.attention(shape) == null ? others.cacheNumberBytes(shape) : Short.BYTES;
    }

    @Override
    public void rmsNorm(float[] out, int outAt, float[] x, int at, int columns, float[] gain, float epsilon) {
        others.rmsNorm(out, outAt, x, at, columns, gain, epsilon);
    }

    @Override
    public void gate(Activation activation, float[] gate, int gateAt, float[] up, int upAt, int count) {
        others.gate(activation, gate, gateAt, up, upAt, count);
    }

    @Override
    public void attend(Attention attention, int fromRow, int toRow, int fromHead, int toHead, Workspace workspace) {
        @Nullable
        AssembledAttention known = functions.attention(attention.cache().shape());
        if (known != null && attention.cache() instanceof F16Pages cache) {
            known.attend(attention, cache, fromRow, toRow, fromHead, toHead, workspace);
        } else {
            others.attend(attention, fromRow, toRow, fromHead, toHead, workspace);
        }
    }
}
