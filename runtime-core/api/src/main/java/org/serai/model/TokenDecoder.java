package org.serai.model;

/** Decodes a stream of tokens into text and never emits half a character. One stream, one thread. */
public interface TokenDecoder {
    /** Takes the next token and gives the text that is complete now, possibly none. */
    String push(int id);

    /** Ends the stream and gives what was held back; an incomplete character becomes U+FFFD. */
    String flush();
}
