package org.serai.launcher;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/**
 * One message between {@code bin/serai} and a running instance: a letter, the length as four bytes, the payload. See
 * {@code docs/adr/0001-command-socket.md}.
 */
final class Frame {
    /** To the instance: working directory, whether a person watches (0 or 1), and the words; separated by NUL. */
    static final byte ARGUMENTS = 'A';
    /** To the instance: bytes of standard input; none at its end. */
    static final byte INPUT = 'I';
    /** From the instance: bytes of standard output. */
    static final byte OUTPUT = 'O';
    /** From the instance: bytes of standard error. */
    static final byte ERROR = 'E';
    /** From the instance: this command runs in a process of its own. */
    static final byte RUN_LOCALLY = 'L';
    /** From the instance: the exit status as four bytes; nothing follows. */
    static final byte EXIT = 'X';

    /** No instance sends more at once, so a larger length means that something else answers. */
    private static final int LARGEST = 1 << 20;

    private final byte type;
    private final byte[] payload;

    /** Takes ownership of the payload. */
    Frame(byte type, byte[] payload) {
        this.type = type;
        this.payload = payload;
    }

    /** One of the letters above. */
    byte type() {
        return type;
    }

    /** What it says; not to be changed. */
    byte[] payload() {
        return payload;
    }

    /** Reads the next message; empty where the other side has closed the connection between two messages. */
    static Optional<Frame> read(DataInputStream in) throws IOException {
        int type = in.read();
        if (type < 0) {
            return Optional.empty();
        }
        int length = in.readInt();
        if (length < 0 || length > LARGEST) {
            throw new IOException("a message of " + length + " bytes, where at most " + LARGEST + " are allowed");
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("the connection ended within a message");
        }
        return Optional.of(new Frame((byte) type, payload));
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(type);
        out.writeInt(payload.length);
        out.write(payload);
        out.flush();
    }
}
