package org.serai.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.serai.error.SeraiException;
import org.serai.model.ModelMetadata;
import org.serai.model.TokenDecoder;
import org.serai.model.Tokenizer;

class ModelTokenizerTest {
    private final Tokenizer byteLevel = create(TinyModels.byteLevel("gpt-2"));
    private final Tokenizer sentencePiece = create(TinyModels.sentencePiece());

    private static Tokenizer create(ModelMetadata metadata) {
        return new GgufTokenizerFactory().create(metadata);
    }

    private static List<String> spellings(Tokenizer tokenizer, String text, boolean parseSpecial) {
        return Arrays.stream(tokenizer.encode(text, parseSpecial, false))
                .mapToObj(tokenizer::spelling)
                .toList();
    }

    @Test
    void theMostImportantMergeGoesFirst() {
        assertEquals(List.of("abc"), spellings(byteLevel, "abc", false));
        assertEquals(
                List.of("aa", "bc"),
                spellings(
                        create(TinyModels.byteLevel("gpt-2").with(MetadataKeys.MERGES, List.of("a a", "b c", "a b"))),
                        "aabc",
                        false));
        assertEquals(List.of("aa", "a"), spellings(byteLevel, "aaa", false));
    }

    @Test
    void theBestScoreGoesFirstAndSpacesAreMarked() {
        assertEquals(List.of("▁ab"), spellings(sentencePiece, "ab", false));
        assertEquals(List.of("▁ab", "c"), spellings(sentencePiece, "abc", false));
        assertEquals(List.of("▁", "d", "abc"), spellings(sentencePiece, "dabc", false));
    }

    @Test
    void whatTheVocabularyCannotSpellBecomesBytes() {
        assertEquals(List.of("▁", "<0xC3>", "<0xA9>", "."), spellings(sentencePiece, "é.", false));
    }

    @Test
    void userDefinedTokensAreAlwaysRecognised() {
        for (boolean parseSpecial : new boolean[] {true, false}) {
            assertEquals(List.of("ab", "<think>", "c"), spellings(byteLevel, "ab<think>c", parseSpecial));
        }
    }

    @Test
    void aTextThatLooksLikeAByteIsNoByte() {
        assertEquals("<0x41>", sentencePiece.decode(sentencePiece.encode("<0x41>", true, false), true));
        assertTrue(sentencePiece.encode("<0x41>", true, false).length > 6);
    }

    @Test
    void theSpaceThatEncodingAddsIsTakenAwayOnceOnly() {
        assertEquals("a", sentencePiece.decode(sentencePiece.encode("a", false, false), false));
        assertEquals("  a a", sentencePiece.decode(sentencePiece.encode("  a a", false, false), false));
        assertEquals("<s> a", sentencePiece.decode(sentencePiece.encode("a", false, true), false));
        assertEquals("a", sentencePiece.decode(sentencePiece.encode("a", false, true), true));
    }

    @Test
    void aCharacterInPiecesComesWhole() {
        TokenDecoder decoder = byteLevel.decoder(true);
        int[] ids = byteLevel.encode("😀", false, false);
        assertEquals(4, ids.length);
        assertEquals("", decoder.push(ids[0]));
        assertEquals("", decoder.push(ids[1]));
        assertEquals("", decoder.push(ids[2]));
        assertEquals("😀", decoder.push(ids[3]));
        assertEquals("", decoder.flush());
    }

    @Test
    void aCharacterThatIsCutIsReplaced() {
        TokenDecoder decoder = byteLevel.decoder(true);
        int[] ids = byteLevel.encode("😀", false, false);
        assertEquals("", decoder.push(ids[0]));
        assertEquals("\uFFFDb", decoder.push(byteLevel.encode("b", false, false)[0]));
        assertEquals("", decoder.push(ids[0]));
        assertEquals("", decoder.push(ids[1]));
        assertEquals("\uFFFD", decoder.flush());
    }

    @Test
    void pilesOfMarksAreRefusedWhereTextIsComposed() {
        Tokenizer composing = create(TinyModels.byteLevel("qwen2"));
        String marks = "\u0301\u0323".repeat(Composition.MAX_MARKS / 2);
        assertFalse(composing.encode("a" + marks, false, false).length == 0);
        SeraiException e =
                assertThrows(SeraiException.class, () -> composing.encode("a" + marks + "\u0301", false, false));
        assertEquals(TokenizerErrors.INVALID_TEXT, e.code());
    }

    @Test
    void endsAreNamedOrKnownByTheirSpelling() {
        EndTokens ends = EndTokens.of(List.of("a", "<|im_end|>", "b", "</s>", "<|endoftext|>"), Set.of(2));
        assertEquals(
                List.of(false, true, true, true, true),
                List.of(0, 1, 2, 3, 4).stream().map(ends::contains).toList());
    }

    @Test
    void inTheHarmonyFormatTheEndOfAMessageIsNoEndOfTheTurn() {
        EndTokens ends = EndTokens.of(List.of("<|end|>", "<|return|>", "<|call|>"), Set.of());
        assertFalse(ends.contains(0));
        assertTrue(ends.contains(1));
        assertTrue(EndTokens.of(List.of("<|end|>"), Set.of()).contains(0));
    }
}
