package org.serai.connector.rest.server;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee10.servlet.ServletApiRequest;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices clients that go away while their answer is being made. HTTP/1.1 has no message for that and Jetty does not read
 * while it waits for an answer; but the network tells the end of the stream to whoever tries to read, so one thread tries
 * that on each watched connection many times a second, which costs a system call each and never waits. Thread-safe.
 */
final class Disconnects implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Disconnects.class);
    private static final long INTERVAL_MILLIS = 10;

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean open = true;

    Disconnects() {
        thread = Thread.ofVirtual().name("serai-rest-disconnects").start(this::run);
    }

    /** A watched client; closing it ends the watching, and waits for a look that is under way. */
    final class Watch implements AutoCloseable {
        private final EndPoint endPoint;
        private final Runnable action;
        private boolean ended;
        private boolean moreCame;

        private Watch(EndPoint endPoint, Runnable action) {
            this.endPoint = endPoint;
            this.action = action;
        }

        /** What fails with one client ends the watching of that one alone. */
        private synchronized void look() {
            if (ended || moreCame) {
                return;
            }
            try {
                int read = endPoint.fill(ByteBuffer.allocate(1).flip());
                if (read < 0) {
                    gone();
                } else if (read > 0) {
                    moreCame = true;
                }
            } catch (IOException e) {
                gone();
            } catch (RuntimeException e) {
                end();
                LOG.error("A client can be watched no more; its answer is made whether it waits or not", e);
            }
        }

        private void gone() {
            end();
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("The work for a client that went away cannot be stopped", e);
            }
        }

        private void end() {
            ended = true;
            watches.remove(this);
        }

        /** True where the client sent more without waiting for the answer; what it sent is lost. */
        synchronized boolean lostInput() {
            return moreCame;
        }

        @Override
        public void close() {
            watches.remove(this);
            synchronized (this) {
                ended = true;
            }
        }
    }

    /** Watches the client of a request whose body has been read to its end. */
    Watch watch(EndPoint endPoint, Runnable action) {
        Watch watch = new Watch(endPoint, action);
        watches.add(watch);
        synchronized (this) {
            notifyAll();
        }
        return watch;
    }

    private void run() {
        try {
            while (open) {
                synchronized (this) {
                    while (open && watches.isEmpty()) {
                        wait();
                    }
                }
                watches.forEach(Watch::look);
                Thread.sleep(INTERVAL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
    }

    /** Jetty's end of the connection that a request came over; null where it came in another way. */
    static @Nullable EndPoint endPoint(ServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        return inner instanceof ServletApiRequest jetty
                ? jetty.getRequest().getConnectionMetaData().getConnection().getEndPoint()
                : null;
    }
}
