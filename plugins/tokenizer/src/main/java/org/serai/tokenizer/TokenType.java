package org.serai.tokenizer;

import org.jspecify.annotations.Nullable;

/** What a token is for, with the numbers of {@code tokenizer.ggml.token_type}. */
enum TokenType {
    /** Text that merging can produce. */
    NORMAL,
    /** Stands for what the vocabulary cannot spell. */
    UNKNOWN,
    /** Steers the model and is no text. */
    CONTROL,
    /** Text that is always one token. */
    USER_DEFINED,
    /** A place in the vocabulary that means nothing. */
    UNUSED,
    /** One byte, spelled {@code <0x0A>}. */
    BYTE;

    private static final TokenType[] VALUES = values();

    /** The type with a number, which begins at 1, or null where there is none. */
    static @Nullable TokenType ofNumber(long number) {
        return number < 1 || number > VALUES.length ? null : VALUES[(int) number - 1];
    }

    /** True for tokens that are left out of a text for people and recognised in a text only on request. */
    boolean isSpecial() {
        return this == CONTROL || this == UNKNOWN;
    }

    /** True for tokens that are spelled as the text that they stand for. */
    boolean isText() {
        return this == NORMAL || this == USER_DEFINED;
    }
}
