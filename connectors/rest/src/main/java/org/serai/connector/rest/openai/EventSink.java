package org.serai.connector.rest.openai;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Frames server-sent events (WHATWG HTML, section 9.2); each is flushed at once. Used by one thread. */
final class EventSink {
    private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;

    EventSink(OutputStream out) {
        this.out = out;
    }

    void send(Object data) throws IOException {
        out.write(DATA);
        out.write(Wire.bytes(data)); // JSON without line breaks, so one line of data is enough
        endEvent();
    }

    void send(String event, Object data) throws IOException {
        out.write(EVENT);
        out.write(event.getBytes(StandardCharsets.US_ASCII));
        out.write('\n');
        send(data);
    }

    private void endEvent() throws IOException {
        out.write('\n');
        out.write('\n');
        out.flush();
    }

    /** Says that everything was sent. */
    void done() throws IOException {
        out.write(DONE);
        out.flush();
    }

    /** A comment, which clients skip: it keeps proxies from closing the connection, and finds out whether it is open. */
    void keepAlive() throws IOException {
        out.write(KEEP_ALIVE);
        out.flush();
    }
}
