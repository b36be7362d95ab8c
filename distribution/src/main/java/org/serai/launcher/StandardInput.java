package org.serai.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Standard input that may have to be given twice. A pump sends it to a running instance; where the instance answers that
 * the command runs in this process, the command reads the same bytes again from here, and then the rest from the source.
 * One thread pumps, one reads.
 */
final class StandardInput extends InputStream {
    /** Takes what is pumped. */
    @FunctionalInterface
    interface Sink {
        /** Takes the next bytes; none at the end. */
        void take(byte[] bytes) throws IOException;
    }

    private static final int CHUNK = 1 << 15;

    private final InputStream source;
    private final Deque<byte[]> kept = new ArrayDeque<>();
    private boolean keeping = true;
    private boolean pumping;
    private boolean rewound;
    private boolean ended;
    private byte[] current = {};
    private int position;

    StandardInput(InputStream source) {
        this.source = source;
    }

    /** Sends all that comes, until the end or until {@link #rewind}. */
    void pump(Sink sink) throws IOException {
        synchronized (this) {
            if (rewound) {
                return;
            }
            pumping = true;
        }
        try {
            byte[] chunk;
            do {
                chunk = chunk();
                synchronized (this) {
                    if (keeping) {
                        kept.add(chunk);
                    }
                    if (rewound) {
                        return;
                    }
                }
                sink.take(chunk);
            } while (chunk.length > 0);
        } finally {
            synchronized (this) {
                pumping = false;
                notifyAll();
            }
        }
    }

    private byte[] chunk() throws IOException {
        byte[] buffer = new byte[CHUNK];
        int count = source.read(buffer);
        return count < 0 ? new byte[0] : Arrays.copyOf(buffer, count);
    }

    /** The instance has taken the command: what was sent need not be kept. */
    synchronized void release() {
        keeping = false;
        kept.clear();
    }

    /** Ends the pump after the chunk that it waits for; from now on this stream gives everything from the beginning. */
    synchronized void rewind() {
        rewound = true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == current.length && !ended) {
            current = next();
            position = 0;
            ended = current.length == 0;
        }
        if (ended) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, bytes, offset, count);
        position += count;
        return count;
    }

    /** A terminal gives a line at a time, so asking it whether more is there must not block. */
    @Override
    public int available() {
        return current.length - position;
    }

    private byte[] next() throws IOException {
        synchronized (this) {
            while (kept.isEmpty() && pumping) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted while waiting for standard input");
                }
            }
            byte[] first = kept.poll();
            if (first != null) {
                return first;
            }
        }
        return chunk();
    }
}
