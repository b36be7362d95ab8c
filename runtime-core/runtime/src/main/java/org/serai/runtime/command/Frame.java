package org.serai.runtime.command;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.serai.error.SeraiException;

/**
 * One message of the command protocol: a byte of type, the payload's length in four bytes with the highest first, and the
 * payload.
 *
 * @param type one of the constants
 * @param payload at most {@link #MAX_PAYLOAD} bytes; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a buffer on its way, compared by nobody
record Frame(char type, byte[] payload) {
    /** From the caller: working directory, {@code 0} or {@code 1} for a terminal, and the words; UTF-8 between NULs. */
    static final char ARGUMENTS = 'A';

    /** From the caller: standard input; an empty payload ends it. */
    static final char INPUT = 'I';

    /** To the caller: standard output. */
    static final char OUTPUT = 'O';

    /** To the caller: standard error. An empty payload means nothing and may come at any time. */
    static final char ERROR = 'E';

    /** To the caller: run the command in a process of its own. The last frame of a connection. */
    static final char RUN_LOCALLY = 'L';

    /** To the caller: the exit status in four bytes. The last frame of a connection. */
    static final char EXIT = 'X';

    /** Linux gives a process no more than this for its arguments. */
    static final int MAX_PAYLOAD = 2 << 20;

    private static final int HEADER = 5;

    /**
     * Reads a frame.
     *
     * @return empty at the end of the stream
     * @throws EOFException where the stream ends within a frame
     * @throws SeraiException where the length is out of bounds; nothing is allocated for it
     */
    static Optional<Frame> read(DataInputStream in) throws IOException {
        int type = in.read();
        if (type < 0) {
            return Optional.empty();
        }
        int length = in.readInt();
        if (length < 0 || length > MAX_PAYLOAD) {
            throw new SeraiException(
                    CommandErrors.PROTOCOL,
                    "A frame on the command socket claims " + Integer.toUnsignedString(length)
                            + " bytes, and the most is " + MAX_PAYLOAD);
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return Optional.of(new Frame((char) type, payload));
    }

    /** The bytes on the wire. */
    byte[] encode() {
        byte[] bytes = new byte[HEADER + payload.length];
        bytes[0] = (byte) type;
        bytes[1] = (byte) (payload.length >>> 24);
        bytes[2] = (byte) (payload.length >>> 16);
        bytes[3] = (byte) (payload.length >>> 8);
        bytes[4] = (byte) payload.length;
        System.arraycopy(payload, 0, bytes, HEADER, payload.length);
        return bytes;
    }
}
