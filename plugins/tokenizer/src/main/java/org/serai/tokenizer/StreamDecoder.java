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
    /** A UTF-8 character has at most four bytes, so at most three wait for the rest. */
    private static final int MAX_PENDING = 3;

    private final IntFunction<byte[]> bytesOf;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    private final byte[] pending = new byte[MAX_PENDING];
    private int pendingLength;

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
        byte[] bytes = bytesOf.apply(id);
        if (bytes.length == 0) {
            return "";
        }
        int from = dropsSpace && bytes[0] == ' ' ? 1 : 0;
        dropsSpace = false;
        ByteBuffer in = ByteBuffer.allocate(pendingLength + bytes.length - from)
                .put(pending, 0, pendingLength)
                .put(bytes, from, bytes.length - from)
                .flip();
        return decode(in, false);
    }

    @Override
    public String flush() {
        String rest = decode(ByteBuffer.wrap(pending, 0, pendingLength), true);
        utf8.reset();
        return rest;
    }

    private String decode(ByteBuffer in, boolean end) {
        CharBuffer out = CharBuffer.allocate(in.remaining());
        utf8.decode(in, out, end);
        if (end) {
            utf8.flush(out);
        }
        pendingLength = in.remaining();
        in.get(pending, 0, pendingLength);
        return out.flip().toString();
    }
}
