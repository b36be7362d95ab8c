package org.serai.device.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.device.cpu.format.BlockFormat;
import org.serai.device.cpu.format.WeightFormats;

/** The assembled functions touch no byte beside their operands and results: there is a forbidden page on either side. */
class GuardPagesTest {
    private static final int SPANS = 3;
    private static final int TILES = 2;

    private static final long ROW_BYTES = (long) BlockLayout.ROWS * Float.BYTES;
    private static final int BYTES = 1 << 17;

    private static final int KEY_COLUMNS = 5;
    private static final int TOKENS = 7;
    private static final int QUERIES = 5;
    private static final long FACTOR = (long) AttentionLayout.FACTOR * Float.BYTES;

    static Stream<Arguments> layouts() {
        return Arrays.stream(InstructionSet.values()).flatMap(set -> WeightFormats.types().stream()
                .map(type -> WeightFormats.of(type).orElseThrow())
                .filter(BlockFormat.class::isInstance)
                .map(format -> BlockLayout.of((BlockFormat) format, set.interleaving()))
                .distinct()
                .map(layout -> Arguments.of(set, layout)));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void nothingBesideIsTouched(InstructionSet set, BlockLayout layout) throws Throwable {
        DetectedKernels.orAbort(set);
        ProductFunctions functions = ProductFunctions.assemble(
                layout, set::steps, Quantisation.assemble(set.wantsPairs(), CodeListener.NONE), CodeListener.NONE);
        GuardedMemory weights = new GuardedMemory(BYTES);
        GuardedMemory x = new GuardedMemory(BYTES);
        GuardedMemory out = new GuardedMemory(BYTES);
        int blocks = SPANS * layout.spanBlocks();
        for (int terms = 1; terms <= 2; terms++) {
            ActivationLayout form =
                    new ActivationLayout(terms, layout.interleaving().tileLines());
            for (int height = 1; height <= form.tileRows(); height++) {
                long xBytes = form.bytes((long) TILES * height, blocks);
                for (int streams : IntStream.of(1, layout.interleaving().streams(height * terms))
                        .distinct()
                        .toArray()) {
                    long weightBytes = streams * layout.groupBytes(blocks);
                    long outBytes = streams * ROW_BYTES * TILES * height;
                    for (boolean last : new boolean[] {false, true}) {
                        Part part = last ? GuardedMemory::last : GuardedMemory::first;
                        multiply(
                                functions,
                                streams,
                                form,
                                height,
                                blocks,
                                part.of(weights, weightBytes),
                                part.of(x, xBytes),
                                part.of(out, outBytes));
                    }
                }
            }
        }
    }

    private static void multiply(
            ProductFunctions functions,
            int streams,
            ActivationLayout form,
            int height,
            int blocks,
            MemorySegment weights,
            MemorySegment x,
            MemorySegment out) {
        Random random = new Random(height);
        fill(weights, random);
        fill(x, random);
        for (boolean accumulate : new boolean[] {false, true}) {
            fill(out, random);
            byte[] before = out.toArray(ValueLayout.JAVA_BYTE);
            functions.multiply(
                    streams,
                    height,
                    form.terms(),
                    accumulate,
                    weights.address(),
                    x,
                    0,
                    out,
                    0,
                    blocks,
                    streams * ROW_BYTES,
                    TILES);
            assertFalse(Arrays.equals(before, out.toArray(ValueLayout.JAVA_BYTE)), "nothing was computed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void attentionTouchesNothingBeside(InstructionSet set) throws Throwable {
        DetectedKernels.orAbort(set);
        int columns = 3 * AttentionLayout.STRIP;
        AttentionLayout layout = new AttentionLayout(KEY_COLUMNS, columns, columns);
        AttentionFunctions functions = AttentionFunctions.assemble(set, layout, CodeListener.NONE);
        GuardedMemory operands = new GuardedMemory(BYTES);
        GuardedMemory page = new GuardedMemory(BYTES);
        GuardedMemory results = new GuardedMemory(BYTES);
        for (AttentionTiles.Tile size : functions.tiles().all()) {
            int height = size.height();
            int width = Math.min(size.strips(), columns / AttentionLayout.STRIP);
            long queryBytes = (long) TILES * height * KEY_COLUMNS * Float.BYTES;
            long scoreBytes = (long) TILES * height * layout.scoreStride() * Float.BYTES;
            long sumBytes = (long) TILES * height * columns * Float.BYTES;
            long strip = (columns - width * AttentionLayout.STRIP) * (long) Float.BYTES;
            for (boolean last : new boolean[] {false, true}) {
                Part part = last ? GuardedMemory::last : GuardedMemory::first;
                long at = last ? strip : 0; // the first or the last strips of each row
                MemorySegment scores = part.of(results, scoreBytes);
                MemorySegment keys = part.of(page, (long) KEY_COLUMNS * columns * Short.BYTES);
                computes(
                        scores,
                        () -> functions.score(
                                height,
                                width,
                                part.of(operands, queryBytes),
                                0,
                                keys,
                                at / 2,
                                scores,
                                FACTOR + at,
                                TILES));
                MemorySegment sums = part.of(results, sumBytes);
                MemorySegment values = part.of(page, (long) TOKENS * columns * Short.BYTES);
                computes(
                        sums,
                        () -> functions.sum(
                                height,
                                width,
                                part.of(operands, scoreBytes),
                                FACTOR,
                                values,
                                at / 2,
                                sums,
                                at,
                                TILES,
                                TOKENS));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void softmaxTouchesNothingBeside(boolean last) throws Throwable {
        DetectedKernels.orAbort(InstructionSet.AVX2);
        AttentionLayout layout = new AttentionLayout(KEY_COLUMNS, 3 * AttentionLayout.STRIP, AttentionLayout.STRIP);
        AttentionFunctions functions = AttentionFunctions.assemble(InstructionSet.AVX2, layout, CodeListener.NONE);
        GuardedMemory rows = new GuardedMemory(BYTES);
        GuardedMemory known = new GuardedMemory(BYTES);
        Part part = last ? GuardedMemory::last : GuardedMemory::first;
        MemorySegment state = part.of(known, (long) QUERIES * AttentionLayout.STATE * Float.BYTES);
        for (int strips = 1; strips <= layout.pageStrips(); strips++) {
            int width = strips;
            // the last row is as long as its scores
            long missing = (long) (layout.pageStrips() - strips) * AttentionLayout.STRIP * Float.BYTES;
            MemorySegment scores = part.of(rows, (long) QUERIES * layout.scoreStride() * Float.BYTES - missing);
            computes(scores, () -> functions.weigh(width, scores, FACTOR, state, 0, QUERIES));
        }
    }

    /** One end of guarded memory. */
    private interface Part {
        MemorySegment of(GuardedMemory memory, long bytes);
    }

    private static void computes(MemorySegment out, Runnable call) {
        fill(out, new Random(1));
        byte[] before = out.toArray(ValueLayout.JAVA_BYTE);
        call.run();
        assertFalse(Arrays.equals(before, out.toArray(ValueLayout.JAVA_BYTE)), "nothing was computed");
    }

    private static void fill(MemorySegment memory, Random random) {
        byte[] bytes = new byte[Math.toIntExact(memory.byteSize())];
        random.nextBytes(bytes);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
    }
}
