package org.serai.connector.rest.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.connector.rest.http.Operation;
import org.serai.connector.rest.http.Role;

/** Clients that are too slow, and clients that go away. */
@Timeout(120)
class SlowAndGoneTest {
    private static final byte[] OK = "ok".getBytes(StandardCharsets.UTF_8);
    private static final Operation ECHO =
            Operation.post("/echo", Role.USE, call -> call.answer(200, "text/plain", call.body()));

    @TempDir
    Path home;

    private static void write(Socket socket, String text) throws IOException {
        OutputStream output = socket.getOutputStream();
        output.write(text.getBytes(StandardCharsets.US_ASCII));
        output.flush();
    }

    private static String line(Socket socket) throws IOException {
        String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
        return line == null ? "" : line;
    }

    /** The headers of an answer, whose body of one byte is read, too. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder headers = new StringBuilder();
        while (headers.indexOf("\r\n\r\n") < 0) {
            headers.append((char) socket.getInputStream().read());
        }
        assertEquals('x', socket.getInputStream().read());
        return headers.toString();
    }

    /** Sends a byte now and then, until the server ends the connection or says something. */
    private static boolean endsWhileDripping(Socket socket, Listener listener, String drop) throws Exception {
        socket.setSoTimeout(100);
        for (int i = 0; i < 200; i++) {
            listener.sweep();
            try {
                write(socket, drop);
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
                return false;
            } catch (SocketTimeoutException e) {
                // nothing yet
            } catch (SocketException e) {
                return true;
            }
        }
        return false;
    }

    @Test
    void endsConnectionsThatDripHeaders() throws Exception {
        try (RunningServer server = RunningServer.of(home, Map.of("headerTimeout", "500ms"), ECHO);
                Socket socket = server.connect()) {
            write(socket, "GET /echo HTTP/1.1\r\nX-Long: ");
            assertTrue(endsWhileDripping(socket, server.listener(), "a"));
        }
    }

    @Test
    void leavesConnectionsAloneThatWaitBetweenRequests() throws Exception {
        try (RunningServer server = RunningServer.of(home, Map.of("headerTimeout", "200ms"), ECHO);
                Socket socket = server.connect()) {
            for (int i = 0; i < 2; i++) {
                write(socket, "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx");
                assertTrue(answer(socket).startsWith("HTTP/1.1 200"));
                for (int look = 0; look < 5; look++) {
                    TimeUnit.MILLISECONDS.sleep(100);
                    server.listener().sweep();
                }
            }
        }
    }

    @Test
    void endsBodiesThatDrip() throws Exception {
        try (RunningServer server = RunningServer.of(home, Map.of("bodyTimeout", "500ms"), ECHO)) {
            String answer = "";
            while (answer.isEmpty()) {
                answer = answerToADrippingBody(server);
            }
            assertEquals("HTTP/1.1 408", answer);
        }
    }

    /** Empty where a drop came after the server had ended the connection, which takes the answer away. */
    private static String answerToADrippingBody(RunningServer server) throws IOException {
        try (Socket socket = server.connect()) {
            write(socket, "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n");
            socket.setSoTimeout(100);
            while (true) {
                try {
                    write(socket, "x");
                    int first = socket.getInputStream().read();
                    return first < 0
                            ? ""
                            : (char) first
                                    + new String(socket.getInputStream().readNBytes(11), StandardCharsets.US_ASCII);
                } catch (SocketTimeoutException e) {
                    // nothing yet
                } catch (SocketException e) {
                    return "";
                }
            }
        }
    }

    @Test
    void noticesClientsThatGoAway() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        Operation waits = Operation.post("/wait", Role.USE, call -> {
            call.onDisconnect(gone::countDown);
            working.countDown();
            gone.await();
        });
        try (RunningServer server = RunningServer.of(home, Map.of(), waits)) {
            Socket socket = server.connect();
            write(socket, "POST /wait HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody");
            assertTrue(working.await(4, TimeUnit.MINUTES));
            assertEquals(1, gone.getCount());
            socket.close();
            assertTrue(gone.await(4, TimeUnit.MINUTES));
        }
    }

    @Test
    void noticesClientsAlsoAfterWorkThatCouldNotBeStopped() throws Exception {
        CountDownLatch gone = new CountDownLatch(2);
        Operation stubborn = Operation.post("/stubborn", Role.USE, call -> {
            call.onDisconnect(() -> {
                gone.countDown();
                throw new IllegalStateException("for a test");
            });
            gone.await();
        });
        try (RunningServer server = RunningServer.of(home, Map.of(), stubborn)) {
            for (int i = 0; i < 2; i++) {
                Socket socket = server.connect();
                write(socket, "POST /stubborn HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody");
                socket.close();
            }
            assertTrue(gone.await(4, TimeUnit.MINUTES));
        }
    }

    @Test
    void waitsForSlowAnswersLongerThanAConnectionMayBeSilent() throws Exception {
        AtomicBoolean gone = new AtomicBoolean();
        Operation slow = Operation.post("/slow", Role.USE, call -> {
            call.onDisconnect(() -> gone.set(true));
            TimeUnit.MILLISECONDS.sleep(3_000);
            call.answer(200, "text/plain", OK);
        });
        try (RunningServer server = RunningServer.of(home, Map.of("idleTimeout", "1500ms"), slow, ECHO)) {
            assertEquals("ok", server.post("/slow", "x").body());
            assertFalse(gone.get());
            assertEquals("again", server.post("/echo", "again").body());
        }
    }

    @Test
    void doesNotTakeAnEarlyNextRequestForTheEnd() throws Exception {
        AtomicBoolean gone = new AtomicBoolean();
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Operation waits = Operation.post("/wait", Role.USE, call -> {
            call.onDisconnect(() -> gone.set(true));
            working.countDown();
            goOn.await();
            TimeUnit.MILLISECONDS.sleep(100); // several looks at the connection
            call.answer(200, "text/plain", OK);
        });
        try (RunningServer server = RunningServer.of(home, Map.of(), waits, ECHO);
                Socket socket = server.connect()) {
            write(socket, "POST /wait HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            assertTrue(working.await(4, TimeUnit.MINUTES));
            write(socket, "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            goOn.countDown();
            assertEquals("HTTP/1.1 200 OK", line(socket));
            assertFalse(gone.get());
        }
    }
}
