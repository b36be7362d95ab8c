package org.serai.device.cpu.x86;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.function.Function;
import org.serai.device.cpu.x86.ExecutableMemory.UnavailableException;

/** The functions that multiply matrices of one layout, for each height of a tile. Thread-safe. */
@SuppressWarnings("restricted") // what is called was assembled here
final class ProductFunctions {
    /** Takes the function first. Heap arrays are used in place, so that a call has to be short: a collection waits for it. */
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.ofVoid(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    Linker.Option.critical(true));

    private final BlockLayout layout;
    private final Quantisation quantisation;
    private final MemorySegment[] functions;

    private ProductFunctions(BlockLayout layout, Quantisation quantisation, MemorySegment[] functions) {
        this.layout = layout;
        this.quantisation = quantisation;
        this.functions = functions;
    }

    /**
     * Assembles the functions.
     *
     * @param steps makes the steps of a function
     * @param quantisation makes the activations that the functions take
     * @param listener is told of each
     * @throws UnavailableException where the system gives no executable memory
     */
    static ProductFunctions assemble(
            BlockLayout layout,
            Function<BlockLayout, ProductSteps> steps,
            Quantisation quantisation,
            CodeListener listener)
            throws UnavailableException {
        byte[][] codes = new byte[4 * layout.interleaving().tileLines()][];
        String[] names = new String[codes.length];
        for (int i = 0; i < codes.length; i++) {
            int lines = i / 4 + 1;
            int terms = i / 2 % 2 + 1;
            codes[i] = lines % terms == 0
                    ? ProductKernel.generate(steps.apply(layout), lines / terms, terms, i % 2 == 1)
                    : new byte[0];
            names[i] = "rows" + lines / terms + "-terms" + terms + (i % 2 == 1 ? "-accumulate" : "");
        }
        return new ProductFunctions(layout, quantisation, ExecutableMemory.of(codes, names, listener));
    }

    private static int index(int height, int terms, boolean accumulate) {
        return 4 * (height * terms - 1) + 2 * (terms - 1) + (accumulate ? 1 : 0);
    }

    BlockLayout layout() {
        return layout;
    }

    /** What makes the activations for these functions. */
    Quantisation quantisation() {
        return quantisation;
    }

    /**
     * Multiplies one group of weights with tiles of one height.
     *
     * @param height rows of a tile
     * @param terms lines that each row has
     * @param weights address of the group
     * @param x activations; the first tile begins {@code xAt} bytes behind its first byte
     * @param out results; the first one is {@code outAt} bytes behind its first byte
     * @param blocks of a strip, whole spans
     * @param outRowBytes distance between rows of the results
     */
    void multiply(
            int height,
            int terms,
            boolean accumulate,
            long weights,
            MemorySegment x,
            long xAt,
            MemorySegment out,
            long outAt,
            int blocks,
            long outRowBytes,
            int tiles) {
        long counts = Halves.of(blocks / layout.spanBlocks(), tiles);
        long distances = Halves.of(outRowBytes, xAt);
        MemorySegment function = functions[index(height, terms, accumulate)];
        try {
            CALL.invokeExact(function, weights, x, out, counts, distances, outAt);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // the call declares nothing else
        }
    }
}
