package org.serai.runtime.command;

import java.io.IOException;
import java.io.OutputStream;

/** Writes whole frames to a connection. Thread-safe. */
final class FrameWriter {
    private final OutputStream connection;

    FrameWriter(OutputStream connection) {
        this.connection = connection;
    }

    synchronized void send(char type, byte[] payload) throws IOException {
        connection.write(new Frame(type, payload).encode());
    }
}
