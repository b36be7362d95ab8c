package org.serai.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * GPT-2's way to write any byte as a visible character: printable Latin-1 characters stand for themselves, all others
 * for the characters from U+0100 on, in order.
 *
 * @see <a href="https://github.com/openai/gpt-2/blob/master/src/encoder.py">bytes_to_unicode</a>
 */
final class ByteAlphabet {
    private static final char[] CHARACTERS = new char[256];
    private static final short[] BYTES = new short[0x100 + 256];

    static {
        Arrays.fill(BYTES, (short) -1);
        char beyond = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean visible = (b >= '!' && b <= '~') || (b >= 0xA1 && b != 0xAD);
            CHARACTERS[b] = visible ? (char) b : beyond++;
            BYTES[CHARACTERS[b]] = (short) b;
        }
    }

    private ByteAlphabet() {}

    static char character(byte b) {
        return CHARACTERS[b & 0xFF];
    }

    /** The bytes that a spelling stands for; a spelling that uses other characters stands for its own UTF-8. */
    static byte[] bytes(String spelling) {
        byte[] bytes = new byte[spelling.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = spelling.charAt(i);
            if (c >= BYTES.length || BYTES[c] < 0) {
                return spelling.getBytes(StandardCharsets.UTF_8);
            }
            bytes[i] = (byte) BYTES[c];
        }
        return bytes;
    }
}
