package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;

/** Models are fetched through the web proxy that {@code HTTPS_PROXY} names, which is told who asks. */
class WebProxyTest {
    private static final String ASK = """
            HTTP/1.1 407 Who are you?\r
            Proxy-Authenticate: Basic realm="the house"\r
            Content-Length: 0\r
            Connection: close\r
            \r
            """;
    private static final String REFUSE = "HTTP/1.1 403 Not today\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    @TempDir
    private Path folder;

    @Test
    void theProxyIsAskedAndToldWhoAsks() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                SeraiHome home = new SeraiHome(folder)) {
            CompletableFuture<List<String>> asked = CompletableFuture.supplyAsync(() -> serve(proxy, ASK, REFUSE));
            Map<String, String> environment = Map.of(
                    "HTTPS_PROXY", "http://me:secret@127.0.0.1:" + proxy.getLocalPort(), "NO_PROXY", "localhost");

            SeraiHome.Outcome pull = home.serai(environment, "model", "pull", "https://models.example.com/house.gguf");

            assertEquals(1, pull.status());
            assertTrue(pull.err().contains("SERAI-1405: models.example.com cannot be reached"), pull::err);
            assertFalse(pull.err().contains("secret"), pull::err);
            List<String> lines = asked.get(SeraiHome.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertTrue(lines.contains("CONNECT models.example.com:443 HTTP/1.1"), lines::toString);
            assertTrue(
                    lines.stream().anyMatch("Proxy-Authorization: Basic bWU6c2VjcmV0"::equalsIgnoreCase),
                    lines::toString);
        }
    }

    /** Gives each connection its answer, and then no more. */
    private static List<String> serve(ServerSocket proxy, String... answers) {
        List<String> lines = new ArrayList<>();
        for (String answer : answers) {
            try (Socket client = proxy.accept();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    lines.add(line);
                }
                client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                lines.add(e.toString());
            }
        }
        return lines;
    }
}
