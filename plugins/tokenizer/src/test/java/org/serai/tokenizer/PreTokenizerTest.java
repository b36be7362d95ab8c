package org.serai.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PreTokenizerTest {
    private static final List<String> HOSTILE = List.of(
            "a", "A", "Aa", " ", "\n", " \n", " x", "  \t", "1", "!", "! ", "'", "'s", "\u0301", "A\u0301", "中", "ͅA",
            "😀");

    static Iterable<String> names() {
        return PreTokenizer.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void wordsTogetherAreTheText(String name) {
        for (String hostile : HOSTILE) {
            String text = "Begin " + hostile.repeat(50) + " end\r\n";
            StringBuilder joined = new StringBuilder();
            PreTokenizer.named(name).orElseThrow().split(text, (from, to) -> {
                assertTrue(from < to);
                joined.append(text, from, to);
            });
            assertEquals(text, joined.toString());
        }
    }

    /** An expression that backtracks badly would make one document stop everything. */
    @ParameterizedTest
    @MethodSource("names")
    void charactersLookedAtGrowWithTheLengthOfTheText(String name) {
        PreTokenizer preTokenizer = PreTokenizer.named(name).orElseThrow();
        for (String hostile : HOSTILE) {
            for (String end : List.of("", "x", "!")) {
                long half = charactersLookedAt(preTokenizer, hostile.repeat(2_000) + end);
                long whole = charactersLookedAt(preTokenizer, hostile.repeat(4_000) + end);
                assertTrue(
                        whole <= half * 2.2, "'" + hostile + "' and '" + end + "': " + half + " looks, then " + whole);
            }
        }
    }

    private static long charactersLookedAt(PreTokenizer preTokenizer, String text) {
        CountedText counted = new CountedText(text);
        preTokenizer.split(counted, (from, to) -> {});
        return counted.looks;
    }

    /** Counts the looks at its characters. */
    private static final class CountedText implements CharSequence {
        private final String text;
        private long looks;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
