package org.serai.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import org.serai.model.TokenDecoder;

/** Decodes one stream of tokens; holds back the bytes of a character until it is complete. */
final class StreamDecoder implements TokenDecoder {
    private final IntFunction<byte[]> bytesOf;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /** What waits for the rest of its character, and behind it the bytes of the next token; ready to be written to. */
    private ByteBuffer bytes = ByteBuffer.allocate(64);

    private CharBuffer text = CharBuffer.allocate(64);

    /** True until the first text, whose leading space the encoder added. */
    private boolean dropsSpace;

    /**
     * Begins a stream.
     *
     * @param bytesOf the bytes that a token adds to the text
     * @param dropsSpace true to leave out a space at the very beginning
     */
    StreamDecoder(IntFunction<byte[]> bytesOf, boolean dropsSpace) {
        this.bytesOf = bytesOf;
        this.dropsSpace = dropsSpace;
    }

    @Override
    public String push(int id) {
        byte[] added = bytesOf.apply(id);
        if (added.length == 0) {
            return "";
        }
        int from = dropsSpace && added[0] == ' ' ? 1 : 0;
        dropsSpace = false;
        makeRoom(added.length - from);
        bytes.put(added, from, added.length - from);
        return decode(false);
    }

    @Override
    public String flush() {
        String rest = decode(true);
        utf8.reset();
        bytes.clear();
        return rest;
    }

    private void makeRoom(int count) {
        if (bytes.remaining() < count) {
            bytes = ByteBuffer.allocate(bytes.position() + count).put(bytes.flip());
        }
        if (text.capacity() < bytes.capacity()) {
            text = CharBuffer.allocate(bytes.capacity()); // a character takes a byte at least
        }
    }

    private String decode(boolean end) {
        text.clear();
        utf8.decode(bytes.flip(), text, end);
        if (end) {
            utf8.flush(text);
        }
        bytes.compact();
        return text.position() == 0 ? "" : text.flip().toString();
    }
}
