package org.serai.tokenizer;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;
import org.serai.model.ModelMetadata;

/** Reads the vocabulary out of a model's metadata and checks that its parts agree. */
final class VocabularyReader {
    /** The most characters of a token. The longest of known vocabularies has a few hundred. */
    static final int MAX_SPELLING = 1024;

    private static final int ABRIDGED = 40;

    private static final List<String> END_KEYS = List.of(
            MetadataKeys.EOS,
            MetadataKeys.EOT,
            MetadataKeys.EOM,
            MetadataKeys.FIM_PAD,
            MetadataKeys.FIM_REPOSITORY,
            MetadataKeys.FIM_SEPARATOR);

    private final ModelMetadata metadata;
    private final List<String> spellings;

    VocabularyReader(ModelMetadata metadata) {
        this.metadata = metadata;
        this.spellings = metadata.strings(MetadataKeys.TOKENS).orElseThrow(() -> missing(MetadataKeys.TOKENS));
    }

    /**
     * Reads the vocabulary.
     *
     * @param addsBos what holds where the metadata does not say
     */
    Vocabulary read(boolean addsBos) {
        if (spellings.isEmpty()) {
            throw inconsistent(MetadataKeys.TOKENS + " is empty");
        }
        checkSpellings();
        List<TokenType> types = types();
        OptionalInt bos = token(MetadataKeys.BOS);
        OptionalInt eos = token(MetadataKeys.EOS);
        Set<Integer> ends = tokens(END_KEYS);
        Set<Integer> named = tokens(List.of(MetadataKeys.BOS, MetadataKeys.UNKNOWN, MetadataKeys.PADDING));
        named.addAll(ends);
        boolean addBos = flag(MetadataKeys.ADD_BOS, addsBos, bos, MetadataKeys.BOS);
        boolean addEos = flag(MetadataKeys.ADD_EOS, false, eos, MetadataKeys.EOS);
        return new Vocabulary(spellings, types, bos, eos, addBos, addEos, named, EndTokens.of(spellings, ends));
    }

    /** The scores, one for each token. */
    float[] scores() {
        float[] scores = metadata.numbers(MetadataKeys.SCORES).orElseThrow(() -> missing(MetadataKeys.SCORES));
        checkCount(MetadataKeys.SCORES, scores.length);
        for (int id = 0; id < scores.length; id++) {
            if (Float.isNaN(scores[id])) {
                throw inconsistent("Entry " + id + " of " + MetadataKeys.SCORES + " is not a number");
            }
        }
        return scores;
    }

    private void checkSpellings() {
        for (int id = 0; id < spellings.size(); id++) {
            if (spellings.get(id).length() > MAX_SPELLING) {
                throw inconsistent("Token " + id + ", '" + abridged(spellings.get(id)) + "', has "
                        + spellings.get(id).length() + " characters; at most " + MAX_SPELLING + " are possible");
            }
        }
    }

    private List<TokenType> types() {
        long[] numbers = metadata.integers(MetadataKeys.TYPES).orElseThrow(() -> missing(MetadataKeys.TYPES));
        checkCount(MetadataKeys.TYPES, numbers.length);
        TokenType[] types = new TokenType[numbers.length];
        for (int id = 0; id < numbers.length; id++) {
            @Nullable TokenType type = TokenType.ofNumber(numbers[id]);
            if (type == null) {
                throw inconsistent("Token " + id + " has the type " + numbers[id] + "; types run from 1 to 6");
            }
            types[id] = type;
        }
        return Arrays.asList(types);
    }

    private Set<Integer> tokens(List<String> keys) {
        Set<Integer> ids = new HashSet<>();
        for (String key : keys) {
            token(key).ifPresent(ids::add);
        }
        return ids;
    }

    private boolean flag(String key, boolean absent, OptionalInt token, String tokenKey) {
        boolean value = metadata.bool(key).orElse(absent);
        if (value && token.isEmpty()) {
            throw inconsistent(key + " is true, but there is no " + tokenKey);
        }
        return value;
    }

    private OptionalInt token(String key) {
        OptionalLong id = metadata.integer(key);
        if (id.isEmpty()) {
            return OptionalInt.empty();
        }
        if (id.getAsLong() < 0 || id.getAsLong() >= spellings.size()) {
            throw inconsistent(key + " is " + id.getAsLong() + "; ids run from 0 to " + (spellings.size() - 1));
        }
        return OptionalInt.of((int) id.getAsLong());
    }

    private void checkCount(String key, int count) {
        if (count != spellings.size()) {
            throw inconsistent(key + " has " + count + " entries and " + MetadataKeys.TOKENS + " has "
                    + spellings.size() + "; both must have as many");
        }
    }

    static SeraiException missing(String key) {
        return new SeraiException(
                TokenizerErrors.INCOMPLETE_METADATA,
                "The model file has no " + key + ", without which there is no tokenizer. Convert the model again with a"
                        + " current converter.");
    }

    private static SeraiException inconsistent(String fault) {
        return new SeraiException(
                TokenizerErrors.INCONSISTENT_METADATA, fault + ". Get the file again or convert the model again.");
    }

    static String abridged(String text) {
        return text.length() <= ABRIDGED ? text : text.substring(0, ABRIDGED) + "…";
    }
}
