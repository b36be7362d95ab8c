package org.serai.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.serai.error.ErrorCode;
import org.serai.model.ModelMetadata;
import org.serai.model.Tokenizer;
import org.serai.tck.MapMetadata;

/** Metadata that lacks something or contradicts itself is refused, with the key that is wrong. */
class VocabularyReaderTest {
    private static final ErrorCode INCOMPLETE = TokenizerErrors.INCOMPLETE_METADATA;
    private static final ErrorCode INCONSISTENT = TokenizerErrors.INCONSISTENT_METADATA;

    private final MapMetadata byteLevel = TinyModels.byteLevel("gpt-2");
    private final MapMetadata sentencePiece = TinyModels.sentencePiece();

    @Test
    void everyNeededKeyIsNamedWhenItIsMissing() {
        for (String key : List.of(MetadataKeys.MODEL, MetadataKeys.TOKENS, MetadataKeys.TYPES, MetadataKeys.MERGES)) {
            Faults.assertFails(INCOMPLETE, key, byteLevel.with(key, null));
        }
        Faults.assertFails(INCOMPLETE, MetadataKeys.SCORES, sentencePiece.with(MetadataKeys.SCORES, null));
    }

    @Test
    void countsMustAgree() {
        Faults.assertFails(INCONSISTENT, MetadataKeys.TYPES, byteLevel.with(MetadataKeys.TYPES, new long[] {1, 1}));
        Faults.assertFails(INCONSISTENT, MetadataKeys.SCORES, sentencePiece.with(MetadataKeys.SCORES, new float[3]));
        Faults.assertFails(INCONSISTENT, MetadataKeys.TOKENS, byteLevel.with(MetadataKeys.TOKENS, List.of()));
    }

    @Test
    void typesMustBeKnown() {
        for (long type : new long[] {0, 7, -1, Long.MAX_VALUE}) {
            long[] types = byteLevel.integers(MetadataKeys.TYPES).orElseThrow();
            types[5] = type;
            Faults.assertFails(INCONSISTENT, Long.toString(type), byteLevel.with(MetadataKeys.TYPES, types));
        }
    }

    @Test
    void idsMustBeInTheVocabulary() {
        for (String key : List.of(
                MetadataKeys.BOS,
                MetadataKeys.EOS,
                MetadataKeys.EOT,
                MetadataKeys.EOM,
                MetadataKeys.UNKNOWN,
                MetadataKeys.PADDING,
                MetadataKeys.FIM_PAD)) {
            for (long id : new long[] {-1, 100_000, Long.MAX_VALUE, 1L << 32}) {
                Faults.assertFails(INCONSISTENT, key, byteLevel.with(key, id));
            }
        }
    }

    @Test
    void aTokenThatIsAddedMustBeThere() {
        Faults.assertFails(INCONSISTENT, MetadataKeys.BOS, byteLevel.with(MetadataKeys.BOS, null));
        Faults.assertFails(
                INCONSISTENT,
                MetadataKeys.EOS,
                byteLevel.with(MetadataKeys.ADD_EOS, true).with(MetadataKeys.EOS, null));
    }

    @Test
    void mergesMustNameTokens() {
        for (String line : List.of("a", "a ", " a", "x y", "a abc", "zz zz", "")) {
            Faults.assertFails(
                    INCONSISTENT, MetadataKeys.MERGES, byteLevel.with(MetadataKeys.MERGES, List.of("a b", line)));
        }
        Faults.assertFails(INCONSISTENT, "twice", byteLevel.with(MetadataKeys.MERGES, List.of("a b", "a b")));
    }

    @Test
    void spellingsMustBeDistinctAndOfSensibleLength() {
        Faults.assertFails(INCONSISTENT, "both spelled", respelled(byteLevel, 3, "b"));
        Faults.assertFails(INCONSISTENT, "characters", respelled(byteLevel, 260, "x".repeat(5000)));
    }

    @Test
    void everyByteOfASentencePieceVocabularyNeedsAToken() {
        Faults.assertFails(INCONSISTENT, "<0x0A>", respelled(sentencePiece, 3 + 10, "newline"));
        long[] types = sentencePiece.integers(MetadataKeys.TYPES).orElseThrow();
        Arrays.fill(types, 3, 3 + 256, 5);
        Faults.assertFails(
                TokenizerErrors.UNSUPPORTED_TOKENIZER, "byte fallback", sentencePiece.with(MetadataKeys.TYPES, types));
    }

    @Test
    void aByteWithoutATokenIsLeftOut() {
        int z = byteLevel.strings(MetadataKeys.TOKENS).orElseThrow().indexOf("z");
        Tokenizer tokenizer = new GgufTokenizerFactory().create(respelled(byteLevel, z, "other"));

        assertArrayEquals(tokenizer.encode("ab c", false, false), tokenizer.encode("zabz zcz", false, false));
        assertArrayEquals(new int[0], tokenizer.encode("zzz", false, false));
    }

    @Test
    void scoresMustBeNumbers() {
        float[] scores = sentencePiece.numbers(MetadataKeys.SCORES).orElseThrow();
        scores[7] = Float.NaN;
        Faults.assertFails(INCONSISTENT, "Entry 7", sentencePiece.with(MetadataKeys.SCORES, scores));
    }

    private static ModelMetadata respelled(MapMetadata metadata, int id, String spelling) {
        List<String> tokens =
                new ArrayList<>(metadata.strings(MetadataKeys.TOKENS).orElseThrow());
        tokens.set(id, spelling);
        return metadata.with(MetadataKeys.TOKENS, tokens);
    }
}
