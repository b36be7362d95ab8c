package org.serai.tokenizer;

/** One family of tokenizers: how text without special tokens becomes tokens. Immutable and thread-safe. */
interface TextModel {
    /** An encoder with buffers of its own, for one text and one thread. */
    Encoder encoder();

    /** The bytes of a token of type NORMAL or USER_DEFINED, in the middle of a text. */
    byte[] bytes(String spelling, TokenType type);

    /**
     * Says whether converters mark tokens of a spelling as CONTROL that the model's own tokenizer shows in a text.
     *
     * @see SkippedTokens
     */
    boolean showsLookalike(String spelling);

    /** True where encoding puts a space before a text, which decoding takes away again. */
    boolean prefixesSpace();

    /** Encodes the pieces of one text. */
    interface Encoder {
        /**
         * Encodes a piece between special tokens.
         *
         * @param text valid Unicode, not empty
         */
        void encode(String text, IntList out);
    }
}
