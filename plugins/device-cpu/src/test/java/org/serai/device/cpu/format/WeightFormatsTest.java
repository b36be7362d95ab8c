package org.serai.device.cpu.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The words that kernels are fed with against the definition of each format. */
class WeightFormatsTest {
    private static final int BLOCKS = 40;

    static Stream<BlockFormat> blockFormats() {
        return WeightFormats.types().stream()
                .map(type -> WeightFormats.of(type).orElseThrow())
                .filter(BlockFormat.class::isInstance)
                .map(BlockFormat.class::cast);
    }

    @ParameterizedTest
    @MethodSource("blockFormats")
    void wordsHoldTheCodesOfTheDefinition(BlockFormat format) {
        byte[] row = new byte[BLOCKS * format.type().blockBytes()];
        new Random(format.codeBits()).nextBytes(row);
        int elements = BLOCKS * format.type().blockElements();
        int[] words = new int[elements / WeightFormat.RUN * format.wordsOfRun()];

        format.words(row, elements, words);

        byte[] codes = new byte[format.type().blockElements()];
        for (int i = 0; i < elements; i++) {
            if (i % codes.length == 0) {
                format.codes(row, i / codes.length * format.type().blockBytes(), codes);
            }
            assertEquals(codes[i % codes.length], code(format, words, i), format.type() + ", element " + i);
        }
    }

    /** One code, in the plainest way. */
    private static int code(BlockFormat format, int[] words, int element) {
        int run = element / WeightFormat.RUN * format.wordsOfRun();
        int inRun = element % WeightFormat.RUN;
        int nibble = (words[run + inRun / 8] >>> (4 * (inRun % 8))) & 15;
        return switch (format.codeBits()) {
            case 4 -> nibble - format.bias();
            case 5 -> nibble + 16 * ((words[run + 4] >>> inRun) & 1) - format.bias();
            default -> (byte) (words[run + inRun / 4] >> (8 * (inRun % 4)));
        };
    }

    @ParameterizedTest
    @MethodSource("blockFormats")
    void scalesAndCodesMakeTheNumbersOfTheDefinition(BlockFormat format) {
        byte[] row = new byte[BLOCKS * format.type().blockBytes()];
        Arrays.fill(row, (byte) 0x3A); // no byte of it makes an infinite scale
        int elements = BLOCKS * format.type().blockElements();
        float[] expected = new float[elements];
        float[] scales = new float[elements / format.groupElements()];
        float[] offsets = new float[scales.length];
        int[] words = new int[elements / WeightFormat.RUN * format.wordsOfRun()];

        format.decode(row, elements, expected, 0);
        format.words(row, elements, words);
        format.scales(row, elements, scales, offsets);

        float[] actual = new float[elements];
        for (int i = 0; i < elements; i++) {
            int group = i / format.groupElements();
            actual[i] = scales[group] * code(format, words, i) + offsets[group];
        }
        assertArrayEquals(expected, actual);
    }

    @ParameterizedTest
    @EnumSource(PlainFormat.class)
    void wordsOfPlainNumbersAreTheirBytesAndEndInZeros(PlainFormat format) {
        int elements = WeightFormat.RUN + 3;
        byte[] row = new byte[2 * format.wordsOfRun() * Integer.BYTES];
        int used = elements * format.type().blockBytes();
        byte[] numbers = new byte[used];
        new Random(1).nextBytes(numbers);
        System.arraycopy(numbers, 0, row, 0, used);
        int[] words = new int[2 * format.wordsOfRun()];

        format.words(row, elements, words);

        byte[] actual = new byte[row.length];
        for (int i = 0; i < actual.length; i++) {
            actual[i] = (byte) (words[i / 4] >> (8 * (i % 4)));
        }
        assertArrayEquals(row, actual);
    }
}
