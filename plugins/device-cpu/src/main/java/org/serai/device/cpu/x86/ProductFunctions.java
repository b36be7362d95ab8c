package org.serai.device.cpu.x86;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
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

    /** Functions for the same number of lines: with one term or two, that set or add, in one stream or in several. */
    private static final int FORMS = 8;

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
        byte[][] codes = new byte[FORMS * layout.interleaving().tileLines()][];
        Arrays.fill(codes, new byte[0]);
        String[] names = new String[codes.length];
        for (int lines = 1; lines <= layout.interleaving().tileLines(); lines++) {
            for (int terms = 1; terms <= 2 && lines % terms == 0; terms++) {
                for (int streams : IntStream.of(1, layout.interleaving().streams(lines))
                        .distinct()
                        .toArray()) {
                    for (boolean accumulate : new boolean[] {false, true}) {
                        int height = lines / terms;
                        int i = index(height, terms, accumulate, streams);
                        codes[i] = ProductKernel.generate(steps.apply(layout), height, terms, accumulate, streams);
                        names[i] = "rows" + height + "-terms" + terms + (accumulate ? "-accumulate" : "")
                                + (streams > 1 ? "-streams" + streams : "");
                    }
                }
            }
        }
        return new ProductFunctions(layout, quantisation, ExecutableMemory.of(codes, names, listener));
    }

    private static int index(int height, int terms, boolean accumulate, int streams) {
        return FORMS * (height * terms - 1) + 4 * (terms - 1) + (accumulate ? 2 : 0) + (streams > 1 ? 1 : 0);
    }

    BlockLayout layout() {
        return layout;
    }

    /** What makes the activations for these functions. */
    Quantisation quantisation() {
        return quantisation;
    }

    /**
     * Multiplies one group of weights, or some that follow one another, with tiles of one height.
     *
     * @param streams groups: 1, or as many as {@link Interleaving#streams} says
     * @param height rows of a tile
     * @param terms lines that each row has
     * @param weights address of the first group
     * @param x activations; the first tile begins {@code xAt} bytes behind its first byte
     * @param out results; the first one is {@code outAt} bytes behind its first byte
     * @param blocks of a strip, whole spans
     * @param outRowBytes distance between rows of the results
     */
    void multiply(
            int streams,
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
        MemorySegment function = functions[index(height, terms, accumulate, streams)];
        try {
            CALL.invokeExact(function, weights, x, out, counts, distances, outAt);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // the call declares nothing else
        }
    }
}
