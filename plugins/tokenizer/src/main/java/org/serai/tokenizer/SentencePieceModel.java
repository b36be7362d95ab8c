package org.serai.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.serai.error.SeraiException;

/**
 * SentencePiece BPE (Kudo and Richardson, 2018, arXiv:1808.06226) with byte fallback: spaces are written as U+2581, and
 * characters are merged, the pair that makes the token with the best score first; a character that the vocabulary
 * cannot spell becomes its UTF-8 bytes.
 *
 * <p>A pair merges when its two texts together are a token. All such pairs are found when the model is built.
 */
final class SentencePieceModel implements TextModel {
    private static final char SPACE = '\u2581';

    private final Merges merges;
    private final SpellingIndex index;
    private final int[] byteTokens;
    private final boolean prefixesSpace;

    private SentencePieceModel(Merges merges, SpellingIndex index, int[] byteTokens, boolean prefixesSpace) {
        this.merges = merges;
        this.index = index;
        this.byteTokens = byteTokens;
        this.prefixesSpace = prefixesSpace;
    }

    /**
     * Builds the model.
     *
     * @param index the tokens of type NORMAL and USER_DEFINED
     * @param scores by token id
     */
    static SentencePieceModel of(Vocabulary vocabulary, SpellingIndex index, float[] scores, boolean prefixesSpace) {
        return new SentencePieceModel(
                mergeTable(vocabulary, index, ranks(scores)), index, byteTokens(vocabulary), prefixesSpace);
    }

    /** For each token the place of its score among all scores, the best first; equal scores share a place. */
    private static int[] ranks(float[] scores) {
        float[] sorted = scores.clone();
        Arrays.sort(sorted);
        int[] ranks = new int[scores.length];
        for (int id = 0; id < scores.length; id++) {
            ranks[id] = sorted.length - 1 - firstAtLeast(sorted, scores[id]);
        }
        return ranks;
    }

    private static int firstAtLeast(float[] sorted, float value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Float.compare(sorted[middle], value) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static MergeTable mergeTable(Vocabulary vocabulary, SpellingIndex index, int[] ranks) {
        MergeTable table = new MergeTable(vocabulary.size());
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.type(id).isText()) {
                addSplits(table, index, vocabulary.spelling(id), id, ranks[id]);
            }
        }
        return table;
    }

    private static void addSplits(MergeTable table, SpellingIndex index, String spelling, int id, int rank) {
        int length = spelling.length();
        long whole = index.hash(spelling, 0, length);
        long prefix = 0;
        for (int at = 1; at < length; at++) {
            prefix = index.append(prefix, spelling.charAt(at - 1));
            int left = index.find(spelling, 0, at, prefix);
            if (left != SpellingIndex.NONE) {
                int right = index.find(spelling, at, length, index.suffix(whole, prefix, length - at));
                if (right != SpellingIndex.NONE) {
                    table.add(left, right, rank, id);
                }
            }
        }
    }

    private static int[] byteTokens(Vocabulary vocabulary) {
        int[] tokens = new int[256];
        Arrays.fill(tokens, SpellingIndex.NONE);
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.type(id) == TokenType.BYTE) {
                tokens[byteOf(vocabulary.spelling(id)) & 0xFF] = id;
            }
        }
        for (int b = 0; b < tokens.length; b++) {
            if (tokens[b] == SpellingIndex.NONE) {
                throw new SeraiException(
                        TokenizerErrors.UNSUPPORTED_TOKENIZER,
                        String.format(
                                "%s has no token <0x%02X>: SentencePiece models are supported with byte fallback only.",
                                MetadataKeys.TOKENS, b));
            }
        }
        return tokens;
    }

    /**
     * The byte that a token of type BYTE stands for.
     *
     * @throws SeraiException where the spelling is not of the form {@code <0x0A>}
     */
    static byte byteOf(String spelling) {
        if (spelling.length() == 6
                && spelling.startsWith("<0x")
                && spelling.charAt(5) == '>'
                && HexFormat.isHexDigit(spelling.charAt(3))
                && HexFormat.isHexDigit(spelling.charAt(4))) {
            return (byte) HexFormat.fromHexDigits(spelling, 3, 5);
        }
        throw new SeraiException(
                TokenizerErrors.INCONSISTENT_METADATA,
                "The token '" + VocabularyReader.abridged(spelling)
                        + "' is of type BYTE but not spelled like <0x0A>. Get the file again or convert the model again.");
    }

    @Override
    public byte[] bytes(String spelling, TokenType type) {
        return spelling.replace(SPACE, ' ').getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean showsLookalike(String spelling) {
        return (spelling.startsWith("<|") && spelling.endsWith("|>"))
                || (spelling.startsWith("<unused") && spelling.endsWith(">"))
                || spelling.equals("<mask>");
    }

    @Override
    public boolean prefixesSpace() {
        return prefixesSpace;
    }

    @Override
    public Encoder encoder() {
        PairMerger merger = new PairMerger(merges);
        IntList codePoints = new IntList(64);
        return (text, out) -> encode(text, merger, codePoints, out);
    }

    private void encode(String text, PairMerger merger, IntList codePoints, IntList out) {
        String spelled = (prefixesSpace ? " " + text : text).replace(' ', SPACE);
        merger.clear();
        codePoints.clear();
        for (int at = 0; at < spelled.length(); ) {
            int codePoint = spelled.codePointAt(at);
            int end = at + Character.charCount(codePoint);
            int token = index.find(spelled, at, end);
            merger.add(token == SpellingIndex.NONE ? PairMerger.UNKNOWN : token);
            codePoints.add(codePoint);
            at = end;
        }
        merger.merge();
        for (int place = 0; place < merger.size(); place++) {
            if (merger.begins(place)) {
                if (merger.symbol(place) == PairMerger.UNKNOWN) {
                    addBytes(codePoints.get(place), out);
                } else {
                    out.add(merger.symbol(place));
                }
            }
        }
    }

    private void addBytes(int codePoint, IntList out) {
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            out.add(byteTokens[b & 0xFF]);
        }
    }
}
