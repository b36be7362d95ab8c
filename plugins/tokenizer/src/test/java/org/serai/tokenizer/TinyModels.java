package org.serai.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.serai.tck.MapMetadata;

/** Vocabularies small enough to work out by hand. */
final class TinyModels {
    private static final long NORMAL = 1;
    private static final long UNKNOWN = 2;
    private static final long CONTROL = 3;
    private static final long USER_DEFINED = 4;
    private static final long BYTE = 6;

    private TinyModels() {}

    /** All bytes; ab, abc, bc and aa, merged in this order; the control tokens {@code <s>} and {@code <|im_end|>}. */
    static MapMetadata byteLevel(String pre) {
        Tokens tokens = new Tokens();
        for (int b = 0; b < 256; b++) {
            tokens.add(String.valueOf(ByteAlphabet.character((byte) b)), NORMAL, 0);
        }
        for (String merged : List.of("ab", "abc", "bc", "aa")) {
            tokens.add(merged, NORMAL, 0);
        }
        long bos = tokens.add("<s>", CONTROL, 0);
        long eos = tokens.add("<|im_end|>", CONTROL, 0);
        tokens.add("<think>", USER_DEFINED, 0);
        return tokens.metadata("gpt2", bos, eos)
                .with(MetadataKeys.PRE, pre)
                .with(MetadataKeys.MERGES, List.of("a b", "ab c", "b c", "a a"));
    }

    /** Bytes, a few letters, and ▁a, ab, abc, ▁ab with falling scores. */
    static MapMetadata sentencePiece() {
        Tokens tokens = new Tokens();
        tokens.add("<unk>", UNKNOWN, 0);
        long bos = tokens.add("<s>", CONTROL, 0);
        long eos = tokens.add("</s>", CONTROL, 0);
        for (int b = 0; b < 256; b++) {
            tokens.add(String.format("<0x%02X>", b), BYTE, 0);
        }
        int rank = 0;
        for (String piece : List.of("▁a", "ab", "abc", "▁ab", "▁", "a", "b", "c", "d", ".")) {
            tokens.add(piece, NORMAL, -rank++);
        }
        return tokens.metadata("llama", bos, eos).with(MetadataKeys.UNKNOWN, 0L);
    }

    /** A vocabulary in the making. */
    private static final class Tokens {
        private final List<String> spellings = new ArrayList<>();
        private final List<Long> types = new ArrayList<>();
        private final List<Float> scores = new ArrayList<>();

        long add(String spelling, long type, float score) {
            spellings.add(spelling);
            types.add(type);
            scores.add(score);
            return spellings.size() - 1L;
        }

        MapMetadata metadata(String model, long bos, long eos) {
            float[] scoreArray = new float[scores.size()];
            for (int i = 0; i < scoreArray.length; i++) {
                scoreArray[i] = scores.get(i);
            }
            return new MapMetadata(Map.of(
                    MetadataKeys.MODEL, model,
                    MetadataKeys.TOKENS, spellings,
                    MetadataKeys.TYPES,
                            types.stream().mapToLong(Long::longValue).toArray(),
                    MetadataKeys.SCORES, scoreArray,
                    MetadataKeys.BOS, bos,
                    MetadataKeys.EOS, eos,
                    MetadataKeys.ADD_BOS, true));
        }
    }
}
