package org.serai.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.serai.error.SeraiException;

/**
 * Byte-level BPE, as in GPT-2 (Radford et al., 2019): a regular expression cuts the text into words, and the UTF-8
 * bytes of a word are merged.
 */
final class ByteLevelModel implements TextModel {
    private final PreTokenizer preTokenizer;
    private final Merges merges;
    private final SpellingIndex index;
    private final int[] byteTokens;

    private ByteLevelModel(PreTokenizer preTokenizer, Merges merges, SpellingIndex index, int[] byteTokens) {
        this.preTokenizer = preTokenizer;
        this.merges = merges;
        this.index = index;
        this.byteTokens = byteTokens;
    }

    /**
     * Builds the model.
     *
     * @param index the tokens of type NORMAL
     * @param merges lines of two spellings with a space between, the most important first
     */
    static ByteLevelModel of(PreTokenizer preTokenizer, SpellingIndex index, List<String> merges) {
        return new ByteLevelModel(preTokenizer, mergeTable(index, merges), index, byteTokens(index));
    }

    /**
     * The token of each byte, or NONE: vocabularies that were trained on clean text (SmolLM2's is one) lack control
     * characters and bytes that UTF-8 never uses. A text that has one all the same loses it, as in Hugging Face's
     * tokenizers and in llama.cpp: the model has no way to see it.
     */
    private static int[] byteTokens(SpellingIndex index) {
        int[] tokens = new int[256];
        for (int b = 0; b < tokens.length; b++) {
            String spelling = String.valueOf(ByteAlphabet.character((byte) b));
            tokens[b] = index.find(spelling, 0, spelling.length());
        }
        return tokens;
    }

    static MergeTable mergeTable(SpellingIndex index, List<String> merges) {
        MergeTable table = new MergeTable(merges.size());
        for (int rank = 0; rank < merges.size(); rank++) {
            String line = merges.get(rank);
            int space = line.indexOf(' ', 1);
            if (space < 0 || space == line.length() - 1) {
                throw inconsistent(rank, line, "is not two tokens with a space between");
            }
            int rightLength = line.length() - space - 1;
            long leftHash = index.hash(line, 0, space);
            long rightHash = index.hash(line, space + 1, line.length());
            int left = index.find(line, 0, space, leftHash);
            int right = index.find(line, space + 1, line.length(), rightHash);
            int merged = SpellingIndex.NONE;
            if (left != SpellingIndex.NONE && right != SpellingIndex.NONE) {
                String joined = line.substring(0, space).concat(line.substring(space + 1));
                merged = index.find(joined, 0, joined.length(), index.concat(leftHash, rightHash, rightLength));
            }
            if (merged == SpellingIndex.NONE) {
                throw inconsistent(rank, line, "names a token that is not in the vocabulary, or makes one");
            }
            if (!table.add(left, right, rank, merged)) {
                throw inconsistent(rank, line, "is there twice");
            }
        }
        return table;
    }

    private static SeraiException inconsistent(int rank, String line, String fault) {
        return new SeraiException(
                TokenizerErrors.INCONSISTENT_METADATA,
                "Entry " + rank + " of " + MetadataKeys.MERGES + ", '" + VocabularyReader.abridged(line) + "', " + fault
                        + ". Get the file again or convert the model again.");
    }

    @Override
    public byte[] bytes(String spelling, TokenType type) {
        return type == TokenType.NORMAL ? ByteAlphabet.bytes(spelling) : spelling.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean showsLookalike(String spelling) {
        return spelling.startsWith("<｜") && spelling.endsWith("｜>") && !spelling.equals("<｜▁pad▁｜>");
    }

    @Override
    public boolean prefixesSpace() {
        return false;
    }

    @Override
    public Encoder encoder() {
        return new WordEncoder();
    }

    private final class WordEncoder implements Encoder {
        private final PairMerger merger = new PairMerger(merges);
        private final StringBuilder spelled = new StringBuilder();

        @Override
        public void encode(String text, IntList out) {
            String form = preTokenizer.has(PreTokenizer.Trait.COMPOSED) ? Composition.compose(text) : text;
            preTokenizer.split(form, (from, to) -> encodeWord(form.substring(from, to), out));
        }

        private void encodeWord(String word, IntList out) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            if (preTokenizer.has(PreTokenizer.Trait.WHOLE_WORDS)) {
                int token = wholeWord(bytes);
                if (token != SpellingIndex.NONE) {
                    out.add(token);
                    return;
                }
            }
            merger.clear();
            for (byte b : bytes) {
                int token = byteTokens[b & 0xFF];
                if (token != SpellingIndex.NONE) {
                    merger.add(token);
                }
            }
            merger.merge();
            for (int place = 0; place < merger.size(); place++) {
                if (merger.begins(place)) {
                    out.add(merger.symbol(place));
                }
            }
        }

        private int wholeWord(byte[] bytes) {
            if (bytes.length > VocabularyReader.MAX_SPELLING) {
                return SpellingIndex.NONE;
            }
            spelled.setLength(0);
            for (byte b : bytes) {
                spelled.append(ByteAlphabet.character(b));
            }
            return index.find(spelled, 0, spelled.length());
        }
    }
}
