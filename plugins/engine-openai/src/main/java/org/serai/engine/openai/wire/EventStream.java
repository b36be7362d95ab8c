package org.serai.engine.openai.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events as the HTML standard defines them: lines end with CR, LF or both, an empty line ends an event,
 * lines that begin with a colon are comments. Only the data matter here. An event that the end of the stream cuts off is
 * none. Used by one thread.
 */
public final class EventStream {
    /** What one event may have; an event of this protocol is a few hundred bytes. */
    static final int LARGEST_EVENT = 8 << 20;

    private static final String DATA = "data";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream bytes;
    private boolean first = true;
    private boolean afterCr;

    public EventStream(InputStream stream) {
        this.bytes = new BufferedInputStream(stream);
    }

    /**
     * The data of the next event that has some; its lines are joined by line feeds.
     *
     * @return null at the end of the stream
     * @throws MalformedStreamException where an event is no UTF-8, or larger than {@link #LARGEST_EVENT}
     */
    public @Nullable String next() throws IOException {
        StringBuilder data = null;
        while (true) {
            String line = line();
            if (line == null) {
                return null;
            }
            if (line.isEmpty()) {
                if (data != null) {
                    return data.toString();
                }
                continue;
            }
            String value = dataOf(line);
            if (value != null) {
                data = data == null
                        ? new StringBuilder(value)
                        : data.append('\n').append(value);
                if (data.length() > LARGEST_EVENT) {
                    throw tooLarge();
                }
            }
        }
    }

    /** The value of a line of data, without the one space that may follow the colon; null for any other line. */
    private static @Nullable String dataOf(String line) {
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        if (!field.equals(DATA)) {
            return null;
        }
        String value = colon < 0 ? "" : line.substring(colon + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    /** A line without its end; null where the stream ends before the line does. */
    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = bytes.read();
            boolean endsCrLf = afterCr && next == '\n';
            afterCr = next == '\r';
            if (next < 0) {
                return null;
            }
            if (endsCrLf) {
                continue; // the line ended with the CR, and nobody waits for what may follow it
            }
            if (next == '\n' || next == '\r') {
                return text(line);
            }
            line.write(next);
            if (line.size() > LARGEST_EVENT) {
                throw tooLarge();
            }
        }
    }

    private String text(ByteArrayOutputStream line) throws MalformedStreamException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedStreamException("a line that is no UTF-8", e);
        }
        boolean marked = first && text.startsWith(BYTE_ORDER_MARK);
        first = false;
        return marked ? text.substring(1) : text;
    }

    private static MalformedStreamException tooLarge() {
        return new MalformedStreamException("an event of more than " + (LARGEST_EVENT >> 20) + " MiB", null);
    }
}
