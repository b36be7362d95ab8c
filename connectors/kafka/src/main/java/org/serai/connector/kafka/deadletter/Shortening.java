package org.serai.connector.kafka.deadletter;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Cuts texts to a number of bytes, at a character, and says so at the end. */
final class Shortening {
    private Shortening() {}

    /** UTF-8 of the text, or of its beginning and a mark; nothing where there is no room for the mark. */
    static byte[] utf8(String text, int limit) {
        byte[] whole = text.getBytes(StandardCharsets.UTF_8);
        if (whole.length <= limit) {
            return whole;
        }
        byte[] mark = ("… [cut here; it has " + whole.length + " bytes]").getBytes(StandardCharsets.UTF_8);
        if (mark.length > limit) {
            return new byte[0];
        }
        ByteBuffer shortened = ByteBuffer.allocate(limit);
        ByteBuffer beginning = shortened.slice(0, limit - mark.length);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text), beginning, true);
        shortened.position(beginning.position()).put(mark).flip();
        byte[] bytes = new byte[shortened.remaining()];
        shortened.get(bytes);
        return bytes;
    }
}
