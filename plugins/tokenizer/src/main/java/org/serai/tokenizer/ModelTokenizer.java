package org.serai.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.serai.error.SeraiException;
import org.serai.model.TokenDecoder;
import org.serai.model.Tokenizer;

/** A tokenizer: a vocabulary, its special tokens, and the model of the text between them. */
final class ModelTokenizer implements Tokenizer {
    private static final byte[] NOTHING = {};

    private final Vocabulary vocabulary;
    private final TextModel model;
    private final SpecialTokens specialTokens;
    private final SkippedTokens skippedTokens;

    ModelTokenizer(Vocabulary vocabulary, TextModel model) {
        this.vocabulary = vocabulary;
        this.model = model;
        this.specialTokens = new SpecialTokens(vocabulary);
        this.skippedTokens = new SkippedTokens(vocabulary, model);
    }

    @Override
    public int[] encode(String text, boolean parseSpecial, boolean addSpecial) {
        requireUnicode(text);
        IntList out = new IntList(text.length() / 2);
        if (addSpecial && vocabulary.addBos()) {
            out.add(vocabulary.bos().getAsInt());
        }
        TextModel.Encoder encoder = model.encoder();
        specialTokens.split(text, parseSpecial, new SpecialTokens.Parts() {
            @Override
            public void text(int from, int to) {
                encoder.encode(text.substring(from, to), out);
            }

            @Override
            public void token(int id) {
                out.add(id);
            }
        });
        if (addSpecial && vocabulary.addEos()) {
            out.add(vocabulary.eos().getAsInt());
        }
        return out.toArray();
    }

    private static void requireUnicode(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                int codePoint = text.codePointAt(at);
                if (Character.isBmpCodePoint(codePoint)) {
                    throw new SeraiException(
                            TokenizerErrors.INVALID_TEXT,
                            String.format(
                                    "The text has half a surrogate pair, U+%04X, at index %d, which no character has."
                                            + " Send valid Unicode.",
                                    codePoint, at));
                }
                at++;
            }
        }
    }

    @Override
    public TokenDecoder decoder(boolean skipSpecial) {
        return new StreamDecoder(id -> text(id, skipSpecial), model.prefixesSpace());
    }

    private byte[] text(int id, boolean skipSpecial) {
        if (!vocabulary.type(id).isSpecial()) {
            return bytes(id);
        }
        return skipSpecial && skippedTokens.contains(id)
                ? NOTHING
                : vocabulary.spelling(id).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public byte[] bytes(int id) {
        String spelling = vocabulary.spelling(id);
        return switch (vocabulary.type(id)) {
            case NORMAL, USER_DEFINED -> model.bytes(spelling, vocabulary.type(id));
            case BYTE -> new byte[] {SentencePieceModel.byteOf(spelling)};
            case CONTROL, UNKNOWN, UNUSED -> NOTHING;
        };
    }

    @Override
    public String spelling(int id) {
        return vocabulary.spelling(id);
    }

    @Override
    public boolean isControl(int id) {
        return vocabulary.type(id).isSpecial();
    }

    @Override
    public OptionalInt bos() {
        return vocabulary.bos();
    }

    @Override
    public OptionalInt eos() {
        return vocabulary.eos();
    }

    @Override
    public boolean endsGeneration(int id) {
        return vocabulary.ends().contains(id);
    }
}
