package org.serai.tck;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;
import org.serai.model.ModelMetadata;
import org.serai.model.Support;
import org.serai.model.TokenDecoder;
import org.serai.model.Tokenizer;
import org.serai.model.TokenizerFactory;

/** What every {@link TokenizerFactory} and the tokenizers that it makes keep to. */
public abstract class TokenizerContract {
    private static final long SEED = 20260101;
    private static final char REPLACEMENT = '\uFFFD';

    private static final List<String> TEXTS = List.of(
            "a",
            " ",
            "   leading and trailing   ",
            "The quick brown fox, 1234567890 times; isn't it?",
            "line\nline\r\n\r\n\tindented",
            "Größe, naïve, smörgåsbord, Ελληνικά, русский, עברית, العربية, हिन्दी, 中文字, 日本語, 한국어",
            "😀👩‍👩‍👧‍👦🏳️‍🌈",
            "\u0000\u0001\u007F\u00A0\u200B\uFEFF\uFFFD",
            "<|not a token|> <0x41> </s>");

    /** The factory under test. */
    protected abstract TokenizerFactory factory();

    /** The metadata of models that the factory supports, by a name for the report; not empty. */
    protected abstract Map<String, ModelMetadata> models();

    @Test
    void saysWhyItDoesNotSupportAModel() {
        ModelMetadata nothing = new MapMetadata(Map.of());
        Support.No no = assertInstanceOf(Support.No.class, factory().supports(nothing));
        assertFalse(no.reason().isBlank());
        assertThrows(SeraiException.class, () -> factory().create(nothing));
    }

    @TestFactory
    Stream<DynamicTest> everyModel() {
        assertFalse(models().isEmpty());
        return models().entrySet().stream()
                .map(model -> DynamicTest.dynamicTest(model.getKey(), () -> {
                    assertInstanceOf(Support.Yes.class, factory().supports(model.getValue()));
                    Tokenizer tokenizer = factory().create(model.getValue());
                    assertAll(
                            () -> emptyTextHasNoTokens(tokenizer),
                            () -> textsComeBack(tokenizer),
                            () -> randomTextsComeBack(tokenizer),
                            () -> streamsNeverHoldHalfACharacter(tokenizer),
                            () -> controlTokensAreRecognisedOnRequestOnly(tokenizer),
                            () -> endOfSequenceEndsAGeneration(tokenizer),
                            () -> tokensHaveSpellingsAndBytes(tokenizer),
                            () -> idsOutsideTheVocabularyAreInvalid(tokenizer),
                            () -> halfASurrogatePairIsInvalid(tokenizer),
                            () -> threadsDoNotDisturbEachOther(tokenizer));
                }));
    }

    private static void emptyTextHasNoTokens(Tokenizer tokenizer) {
        assertEquals(0, tokenizer.encode("", true, false).length);
        int[] around = tokenizer.encode("", true, true);
        assertTrue(around.length <= 2, Arrays.toString(around));
        assertTrue(Arrays.stream(around).allMatch(tokenizer::isControl), Arrays.toString(around));
    }

    private static void textsComeBack(Tokenizer tokenizer) {
        TEXTS.forEach(text -> assertComesBack(tokenizer, text));
    }

    private static void randomTextsComeBack(Tokenizer tokenizer) {
        Random random = new Random(SEED);
        for (int i = 0; i < 200; i++) {
            String text = random.ints(random.nextInt(60), 0, Character.MAX_CODE_POINT + 1)
                    .map(codePoint -> random.nextBoolean() ? codePoint % 0x250 : codePoint)
                    .filter(codePoint -> codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertComesBack(tokenizer, text);
        }
    }

    private static void assertComesBack(Tokenizer tokenizer, String text) {
        int[] ids = tokenizer.encode(text, false, false);
        assertTrue(Arrays.stream(ids).allMatch(id -> id >= 0 && id < tokenizer.size()), text);
        assertEquals(composed(text), composed(tokenizer.decode(ids, false)));
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static void streamsNeverHoldHalfACharacter(Tokenizer tokenizer) {
        for (String text : TEXTS) {
            int[] ids = tokenizer.encode(text, false, false);
            TokenDecoder decoder = tokenizer.decoder(true);
            StringBuilder streamed = new StringBuilder();
            for (int id : ids) {
                String piece = decoder.push(id);
                assertWhole(piece);
                streamed.append(piece);
            }
            streamed.append(decoder.flush());
            assertEquals(tokenizer.decode(ids, true), streamed.toString());
            for (int length = 0; length < ids.length; length++) {
                assertBegins(streamed.toString(), tokenizer.decode(Arrays.copyOf(ids, length), true));
            }
        }
    }

    private static void assertWhole(String piece) {
        int[] codePoints = piece.codePoints().toArray();
        assertTrue(Arrays.stream(codePoints).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF), "half a pair in " + piece);
    }

    /** The text of the first tokens is the beginning of the whole text, up to a character that is cut. */
    private static void assertBegins(String whole, String beginning) {
        int end = beginning.length();
        while (end > 0 && beginning.charAt(end - 1) == REPLACEMENT) {
            end--;
        }
        assertEquals(whole.substring(0, end), beginning.substring(0, end));
    }

    private static void controlTokensAreRecognisedOnRequestOnly(Tokenizer tokenizer) {
        for (OptionalInt named : List.of(tokenizer.bos(), tokenizer.eos())) {
            if (named.isPresent()) {
                int id = named.getAsInt();
                String spelling = tokenizer.spelling(id);
                assertTrue(tokenizer.isControl(id), spelling);
                assertEquals(0, tokenizer.bytes(id).length, spelling);
                assertArrayEquals(new int[] {id}, tokenizer.encode(spelling, true, false), spelling);
                int[] plain = tokenizer.encode(spelling, false, false);
                assertTrue(Arrays.stream(plain).noneMatch(tokenizer::isControl), spelling);
                assertEquals(spelling, tokenizer.decode(plain, true));
                assertEquals(spelling, tokenizer.decode(new int[] {id}, false));
                assertEquals("", tokenizer.decode(new int[] {id}, true));
            }
        }
    }

    private static void endOfSequenceEndsAGeneration(Tokenizer tokenizer) {
        tokenizer.eos().ifPresent(id -> assertTrue(tokenizer.endsGeneration(id)));
        for (int id : tokenizer.encode("An ordinary text.", false, false)) {
            assertFalse(tokenizer.endsGeneration(id));
        }
    }

    private static void tokensHaveSpellingsAndBytes(Tokenizer tokenizer) {
        for (int id : tokenizer.encode(String.join("", TEXTS), false, false)) {
            assertFalse(tokenizer.spelling(id).isEmpty());
            assertFalse(tokenizer.isControl(id));
            byte[] bytes = tokenizer.bytes(id);
            assertNotEquals(0, bytes.length);
            byte[] copy = bytes.clone();
            bytes[0]++;
            assertArrayEquals(copy, tokenizer.bytes(id), "the caller owns the array");
        }
    }

    private static void idsOutsideTheVocabularyAreInvalid(Tokenizer tokenizer) {
        for (int id : new int[] {-1, tokenizer.size(), Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertInvalid(() -> tokenizer.spelling(id));
            assertInvalid(() -> tokenizer.bytes(id));
            assertInvalid(() -> tokenizer.isControl(id));
            assertInvalid(() -> tokenizer.decode(new int[] {id}, true));
            assertFalse(tokenizer.endsGeneration(id));
        }
    }

    private static void halfASurrogatePairIsInvalid(Tokenizer tokenizer) {
        for (String text : List.of("\uD83D", "a\uD83D b", "\uDE00", "\uDE00\uD83D", "😀\uD83D")) {
            assertInvalid(() -> tokenizer.encode(text, false, false));
        }
    }

    private static void assertInvalid(Runnable call) {
        SeraiException e = assertThrows(SeraiException.class, call::run);
        assertEquals(ErrorCategory.INVALID, e.code().category(), e.getMessage());
    }

    private static void threadsDoNotDisturbEachOther(Tokenizer tokenizer) throws Exception {
        List<int[]> expected =
                TEXTS.stream().map(text -> tokenizer.encode(text, true, true)).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                done.add(threads.submit(() -> IntStream.range(0, TEXTS.size())
                        .forEach(t -> assertArrayEquals(expected.get(t), tokenizer.encode(TEXTS.get(t), true, true)))));
            }
            for (Future<?> future : done) {
                future.get();
            }
        }
    }
}
