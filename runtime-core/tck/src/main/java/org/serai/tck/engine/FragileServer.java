package org.serai.tck.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A door on the loopback address in front of a server: it hands on what comes and goes, until a test says that the server
 * breaks down. Then each connection is reset after the first bytes of its answer. Thread-safe.
 */
public final class FragileServer implements AutoCloseable {
    /** Enough for the head of an answer, and hardly for the first event. */
    private static final int LAST_BYTES = 300;

    private final URI server;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean broken;

    /** @param server where it listens, such as {@code http://127.0.0.1:8080/v1} */
    public FragileServer(URI server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** What clients call the server. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort() + server.getPath());
    }

    /** From now on no answer comes to its end. */
    public void breakDown() {
        broken = true;
    }

    /** From now on all is well again. */
    public void recover() {
        broken = false;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket behind = new Socket()) {
            open.add(behind);
            behind.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
            Thread asking = Thread.ofVirtual().start(() -> ask(client, behind));
            answer(behind, client);
            client.close();
            asking.join();
            open.remove(behind);
        } catch (IOException e) {
            // one of them went
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    /** Hands on what the client says; where the client goes, so does the connection to the server. */
    private static void ask(Socket client, Socket behind) {
        try (behind) {
            client.getInputStream().transferTo(behind.getOutputStream());
        } catch (IOException e) {
            // the client went, or was sent away
        }
    }

    private void answer(Socket behind, Socket client) throws IOException {
        InputStream in = behind.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] buffer = new byte[8192];
        int handed = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            int most = broken ? Math.min(read, Math.max(0, LAST_BYTES - handed)) : read;
            out.write(buffer, 0, most);
            handed += most;
            if (most < read) {
                client.setSoLinger(true, 0);
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
