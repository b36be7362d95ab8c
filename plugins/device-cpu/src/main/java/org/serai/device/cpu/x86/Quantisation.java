package org.serai.device.cpu.x86;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.serai.device.cpu.x86.ExecutableMemory.UnavailableException;

/**
 * The functions that quantise activations ({@link QuantisationKernel}). They are proved with the products that take what they
 * make. Thread-safe.
 */
final class Quantisation {
    private final MemorySegment[] functions;
    private final Map<ActivationLayout, QuantisedActivations> activations = new ConcurrentHashMap<>();

    private Quantisation(MemorySegment[] functions) {
        this.functions = functions;
    }

    /**
     * Assembles the functions.
     *
     * @param pairs whether sums are to be in {@linkplain ActivationLayout#NEGATIVE_SUM pairs}
     * @param listener is told of each
     * @throws UnavailableException where the system gives no executable memory
     */
    static Quantisation assemble(boolean pairs, CodeListener listener) throws UnavailableException {
        byte[][] codes = {QuantisationKernel.generate(1, pairs), QuantisationKernel.generate(2, pairs)};
        String[] names = {"terms1", "terms2"};
        return new Quantisation(ExecutableMemory.of(codes, names, listener.within("quantise")));
    }

    /** The only activations of a layout: who has them from here can compare them. */
    QuantisedActivations activations(ActivationLayout layout) {
        return activations.computeIfAbsent(layout, form -> new QuantisedActivations(form, this));
    }

    /**
     * Quantises a row of activations to lines of a tile. Places are in bytes from the beginning of a segment.
     *
     * @param x activations
     * @param tile place of the first block of the tile
     * @param line the first of the row's lines in the tile
     * @param lines all lines of the tile
     */
    void quantise(
            int terms, MemorySegment x, long xAt, MemorySegment target, long tile, int line, int lines, int blocks) {
        long codesAt = tile + ActivationLayout.codesAt(line);
        long numbersAt = tile + ActivationLayout.numberAt(0, line, lines);
        ArrayFunction.call(
                functions[terms - 1],
                x,
                target,
                target,
                Halves.of(blocks, (long) lines * ActivationLayout.LINE_BYTES),
                Halves.of(xAt, codesAt),
                Halves.of(numbersAt, (long) lines * Float.BYTES));
    }
}
