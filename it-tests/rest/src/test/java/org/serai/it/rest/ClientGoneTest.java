package org.serai.it.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.ScriptedModel;
import org.serai.it.support.SeraiHome;

/**
 * A client that goes away gives its slot back, whatever the server was doing: nobody pays for an answer that nobody
 * reads. The model works for ever, so only the going of the client can end it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientGoneTest {
    private static final String ENDLESS = "@@hang";
    /** One pause before its first token, longer than any patience: like a long prompt that is still being read. */
    private static final String SILENT = "@@work 600000\\n@@answer late";

    private RestInstance instance;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        instance = new RestInstance(folder);
        ScriptedModel.install(instance.home(), folder.resolve("work.log"));
        ScriptedModel.alias(instance.home(), "scripted", "slots=1");
        instance.start(Map.of());
        instance.awaitReady("scripted");
    }

    @AfterAll
    void stop() {
        instance.close();
    }

    private Socket ask(String script, boolean stream) throws IOException {
        String body = "{\"model\":\"scripted\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + script + "\"}]}";
        Socket socket =
                new Socket(instance.address().getHost(), instance.address().getPort());
        socket.getOutputStream()
                .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: "
                                + instance.address().getAuthority()
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void awaitRunning(int count) throws InterruptedException {
        SeraiHome.await(count + " running", () -> instance.running("scripted") == count);
    }

    private static void readUntil(Socket socket, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (read.indexOf(text) < 0) {
            int next = in.read();
            assertTrue(next >= 0, () -> "The answer ended: " + read);
            read.append((char) next);
        }
    }

    @Test
    void whileAWholeAnswerIsMade() throws Exception {
        Socket client = ask(ENDLESS, false);
        awaitRunning(1);

        client.close();

        awaitRunning(0);
    }

    @Test
    void whileNothingWasSaidYet() throws Exception {
        Socket client = ask(SILENT, false);
        awaitRunning(1);

        client.close();

        awaitRunning(0);
    }

    @Test
    void whileAStreamIsSilent() throws Exception {
        Socket client = ask(SILENT, true);
        readUntil(client, "\"role\":\"assistant\"");
        awaitRunning(1);

        client.close();

        awaitRunning(0);
    }

    @Test
    void whileAStreamFlows() throws Exception {
        Socket client = ask(ENDLESS, true);
        readUntil(client, "more");

        client.close();

        awaitRunning(0);
    }

    @Test
    void whileItWaitsInTheQueue() throws Exception {
        Socket working = ask(ENDLESS, false);
        awaitRunning(1);
        Socket waiting = ask(ENDLESS, false);
        SeraiHome.await("one to wait", () -> instance.queued("scripted") == 1);

        waiting.close();

        SeraiHome.await("none to wait", () -> instance.queued("scripted") == 0);
        assertEquals(1, instance.running("scripted"));
        working.close();
        awaitRunning(0);
    }

    @Test
    void whenItResetsTheConnection() throws Exception {
        Socket client = ask(ENDLESS, false);
        awaitRunning(1);

        client.setSoLinger(true, 0);
        client.close();

        awaitRunning(0);
    }

    @Test
    void aConnectionServesTheNextRequestAfterAnAnswer() throws Exception {
        try (Socket client = ask("first", false)) {
            readUntil(client, "\"content\":\"first\"");
            String next = "GET /v1/models/scripted HTTP/1.1\r\nHost: "
                    + instance.address().getAuthority() + "\r\n\r\n";
            client.getOutputStream().write(next.getBytes(StandardCharsets.US_ASCII));

            readUntil(client, "\"owned_by\":\"serai\"");
        }
    }
}
