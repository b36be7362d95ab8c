package org.serai.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How byte-level BPE cuts a text into words, by the names of {@code tokenizer.ggml.pre}. The expressions are those of the
 * models' own {@code tokenizer.json} files. Each expression in turn cuts what the one before left, into its matches and
 * the parts between them.
 *
 * <p>Every expression is linear: none repeats a group, and what one alternative has to give back another takes whole.
 */
final class PreTokenizer {
    /** What goes with the expressions. */
    enum Trait {
        /** Text is brought to Unicode normalisation form C first. */
        COMPOSED,
        /** A word that is a token is that token, whatever merging would make of it. */
        WHOLE_WORDS,
        /** A text begins with the beginning-of-sequence token unless the metadata says otherwise. */
        BOS
    }

    /** Parts that several expressions share. */
    private static final class Expressions {
        static final String SPACES = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
        static final String GPT_2 =
                "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
        static final String CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
        static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
        static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
        static final String LOWER_END = "[^\\r\\n\\p{L}\\p{N}]?" + UPPER + "*" + LOWER + "+";
        static final String UPPER_END = "[^\\r\\n\\p{L}\\p{N}]?" + UPPER + "+" + LOWER + "*";
    }

    /** Takes the words of a text, in order; together they are the text. */
    @FunctionalInterface
    interface WordConsumer {
        void accept(int from, int to);
    }

    private static final PreTokenizer GPT_2 = new PreTokenizer(Set.of(), Expressions.GPT_2);
    private static final PreTokenizer SMOLLM = new PreTokenizer(Set.of(), "\\p{N}", Expressions.GPT_2);
    private static final PreTokenizer LLAMA_3 = new PreTokenizer(
            Set.of(Trait.WHOLE_WORDS, Trait.BOS),
            Expressions.CONTRACTION + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|"
                    + Expressions.SPACES);
    private static final PreTokenizer QWEN_2 = new PreTokenizer(
            Set.of(Trait.COMPOSED),
            Expressions.CONTRACTION + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|"
                    + Expressions.SPACES);
    private static final PreTokenizer QWEN_35 = new PreTokenizer(
            Set.of(Trait.COMPOSED),
            Expressions.CONTRACTION + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}"
                    + "| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|"
                    + Expressions.SPACES);
    private static final PreTokenizer DEEPSEEK_3 = new PreTokenizer(
            Set.of(),
            "\\p{N}{1,3}",
            "[\\u4E00-\\u9FA5\\u3040-\\u309F\\u30A0-\\u30FF]+",
            "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
                    + "| ?[\\p{P}\\p{S}]+[\\r\\n]*|"
                    + Expressions.SPACES);
    private static final PreTokenizer GPT_4O = new PreTokenizer(
            Set.of(),
            Expressions.LOWER_END + Expressions.CONTRACTION + "?|" + Expressions.UPPER_END + Expressions.CONTRACTION
                    + "?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|" + Expressions.SPACES);
    private static final PreTokenizer TEKKEN = new PreTokenizer(
            Set.of(Trait.WHOLE_WORDS, Trait.BOS),
            Expressions.LOWER_END + "|" + Expressions.UPPER_END + "|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|"
                    + Expressions.SPACES);

    private static final Map<String, PreTokenizer> BY_NAME = new TreeMap<>(Map.of(
            "gpt-2", GPT_2,
            "smollm", SMOLLM,
            "llama-bpe", LLAMA_3,
            "llama-v3", LLAMA_3,
            "llama3", LLAMA_3,
            "qwen2", QWEN_2,
            "qwen35", QWEN_35,
            "deepseek-v3", DEEPSEEK_3,
            "gpt-4o", GPT_4O,
            "tekken", TEKKEN));

    private final Set<Trait> traits;
    private final List<Pattern> patterns;

    private PreTokenizer(Set<Trait> traits, String... expressions) {
        this.traits = traits;
        this.patterns = Arrays.stream(expressions)
                .map(expression -> Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS))
                .toList();
    }

    /** The pre-tokenizer with a name, or empty where the name is not known. */
    static Optional<PreTokenizer> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** All known names. */
    static Set<String> names() {
        return BY_NAME.keySet();
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    void split(CharSequence text, WordConsumer words) {
        split(text, 0, text.length(), 0, words);
    }

    private void split(CharSequence text, int from, int to, int depth, WordConsumer words) {
        if (depth == patterns.size()) {
            words.accept(from, to);
            return;
        }
        // The bounds of the region are opaque: a lookahead sees the end of the part as the end of the text.
        Matcher matcher = patterns.get(depth).matcher(text).region(from, to);
        int at = from;
        while (matcher.find()) {
            if (matcher.start() > at) {
                split(text, at, matcher.start(), depth + 1, words);
            }
            split(text, matcher.start(), matcher.end(), depth + 1, words);
            at = matcher.end();
        }
        if (at < to) {
            split(text, at, to, depth + 1, words);
        }
    }
}
