package org.serai.runtime.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A command's standard input, filled by the thread that reads the connection. Holds a bounded number of frames; the
 * reading thread waits where the command does not keep up.
 */
final class FrameInput extends InputStream {
    private static final int FRAMES = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
    private int position;
    private boolean ended;

    /**
     * Adds what came, or gives up after a while.
     *
     * @return false where there was no room
     */
    boolean offer(byte[] payload, long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(timeout);
        lock.lock();
        try {
            while (frames.size() >= FRAMES && !ended) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            if (!ended) {
                frames.add(payload);
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the input behind what is there; anything that comes later is dropped. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            while (frames.isEmpty()) {
                if (ended) {
                    return -1;
                }
                changed.await();
            }
            byte[] first = frames.element();
            int count = Math.min(length, first.length - position);
            System.arraycopy(first, position, target, offset, count);
            position += count;
            if (position == first.length) {
                frames.remove();
                position = 0;
                changed.signalAll();
            }
            return count;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("The caller went away").initCause(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return frames.isEmpty() ? 0 : frames.element().length - position;
        } finally {
            lock.unlock();
        }
    }
}
