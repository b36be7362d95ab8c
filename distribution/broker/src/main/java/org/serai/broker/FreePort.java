package org.serai.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that go down and come back on the same port. */
public final class FreePort {
    /**
     * Below the ports that operating systems give to outgoing connections. A client that tries to reach a server that is
     * down would else be given the server's own port one day, connect to itself, and keep the server from coming back.
     */
    private static final int FIRST = 15_000;

    private static final int COUNT = 17_000;
    private static final int TRIES = 200;

    private FreePort() {}

    /** A port of the loopback address on which nobody listens at the moment. */
    public static int next() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int i = 0; i < TRIES; i++) {
            int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
            try (ServerSocket socket = new ServerSocket(port, 1, loopback)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // the next one
            }
        }
        throw new IOException(
                "No free port of 127.0.0.1 between " + FIRST + " and " + (FIRST + COUNT) + " in " + TRIES + " tries");
    }
}
