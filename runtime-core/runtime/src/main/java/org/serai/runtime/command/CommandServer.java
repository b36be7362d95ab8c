package org.serai.runtime.command;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands for callers on a Unix domain socket that only the owner of this process can reach. One virtual thread
 * serves one connection. {@link Frame} describes the protocol.
 */
final class CommandServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandServer.class);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final CommandShell shell;
    private final SocketPlace place;
    private final Path socket;
    private final ServerSocketChannel server;
    private final Thread acceptor;
    private final Set<Thread> connections = ConcurrentHashMap.newKeySet();

    /**
     * Opens the socket and begins to serve.
     *
     * @throws SeraiException where the socket cannot be had
     */
    CommandServer(CommandShell shell, SocketPlace place) {
        this.shell = shell;
        this.place = place;
        try {
            socket = place.prepare();
            server = bind(socket);
        } catch (IOException e) {
            throw new SeraiException(
                    CommandErrors.SOCKET,
                    "The command socket cannot be opened: " + e
                            + "; the user who runs Serai must be able to write to data/run",
                    e);
        }
        acceptor = Thread.ofVirtual().name("serai-commands").start(this::accept);
    }

    private static ServerSocketChannel bind(Path socket) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(socket));
            OwnerOnly.restrictFile(socket);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Where callers connect to. */
    Path socket() {
        return socket;
    }

    private void accept() {
        try {
            while (server.isOpen()) {
                SocketChannel channel = server.accept();
                Thread.ofVirtual().name("serai-command").start(() -> serve(channel));
            }
        } catch (AsynchronousCloseException e) {
            LOG.debug("The command socket is closed");
        } catch (IOException e) {
            LOG.error("The command socket stopped working; restart the instance to get it back", e);
        }
    }

    private void serve(SocketChannel channel) {
        connections.add(Thread.currentThread());
        try {
            new Connection(shell, channel).serve();
        } finally {
            connections.remove(Thread.currentThread());
        }
    }

    /** Takes no more calls, lets those under way end for a moment, and then interrupts them. */
    @Override
    public void close() {
        try {
            server.close();
            acceptor.join();
            place.clear(socket);
        } catch (IOException e) {
            LOG.warn("The command socket {} could not be removed", socket, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        await(GRACE);
        connections.forEach(Thread::interrupt);
        await(GRACE);
    }

    private void await(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (Thread connection : connections) {
                connection.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
