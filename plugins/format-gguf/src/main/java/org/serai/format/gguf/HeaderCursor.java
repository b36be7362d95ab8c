package org.serai.format.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.serai.error.SeraiException;

/** Reads a header from front to back and never past the end of its file. */
final class HeaderCursor {
    /** A header may not be larger: that of a vocabulary of 262,144 tokens takes about 12 MB. */
    static final long MAX_HEADER_BYTES = 256L << 20;

    private static final char REPLACEMENT = '\uFFFD';

    private final MemorySegment bytes;
    private final String file;
    private long position;

    HeaderCursor(MemorySegment bytes, String file) {
        this.bytes = bytes;
        this.file = file;
    }

    long position() {
        return position;
    }

    long size() {
        return bytes.byteSize();
    }

    int u32(String what) {
        return bytes.get(ValueType.U32, advance(4, what));
    }

    long u64(String what) {
        return bytes.get(ValueType.U64, advance(8, what));
    }

    byte byteAt(long offset) {
        return bytes.get(ValueLayout.JAVA_BYTE, offset);
    }

    /**
     * Reads the number of things that follow.
     *
     * @param leastBytes the fewest bytes that one of them takes
     * @param limit the most that are accepted
     */
    int count(String what, int leastBytes, int limit) {
        long count = u64("the number of " + what);
        if (count < 0 || count > remaining() / leastBytes) {
            throw new SeraiException(
                    GgufErrors.TRUNCATED,
                    file + " announces " + Long.toUnsignedString(count) + " " + what + ", but only " + remaining()
                            + " bytes follow: the file is damaged or incomplete, fetch it again");
        }
        if (count > limit) {
            throw new SeraiException(
                    GgufErrors.HEADER_LIMIT,
                    file + " announces " + count + " " + what + "; at most " + limit + " are read");
        }
        return (int) count;
    }

    /**
     * Passes over a run of bytes.
     *
     * @return where it begins
     */
    long advance(long length, String what) {
        if (length < 0 || length > remaining()) {
            throw new SeraiException(
                    GgufErrors.TRUNCATED,
                    file + " ends at byte " + size() + " in the middle of " + what + ", which needs "
                            + Long.toUnsignedString(length) + " bytes from byte " + position
                            + ": the file is damaged or incomplete, fetch it again");
        }
        if (length > MAX_HEADER_BYTES - position) {
            throw new SeraiException(
                    GgufErrors.HEADER_LIMIT,
                    "The header of " + file + " is larger than the limit of " + MAX_HEADER_BYTES + " bytes");
        }
        long start = position;
        position += length;
        return start;
    }

    /** Passes over a string without decoding it. */
    void skipString(String what) {
        advance(u64(what), what);
    }

    /** Reads a name: at least one and at most {@code limit} bytes of UTF-8. */
    String name(String what, int limit) {
        long length = u64(what);
        if (length == 0 || Long.compareUnsigned(length, limit) > 0) {
            throw new SeraiException(
                    GgufErrors.MALFORMED,
                    file + ": " + what + " is " + Long.toUnsignedString(length) + " bytes long; allowed are 1 to "
                            + limit);
        }
        return utf8(bytes, advance(length, what), (int) length, what, file);
    }

    private long remaining() {
        return bytes.byteSize() - position;
    }

    /** Decodes UTF-8 and refuses what is none. */
    static String utf8(MemorySegment bytes, long offset, int length, String what, String file) {
        byte[] encoded = bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
        String text = new String(encoded, StandardCharsets.UTF_8);
        // Only text in which something was replaced, or that has this character itself, is decoded a second time.
        if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(encoded)) {
            throw new SeraiException(
                    GgufErrors.MALFORMED,
                    file + ": " + what + " at byte " + offset
                            + " is not valid UTF-8: the file is damaged, fetch it again");
        }
        return text;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
