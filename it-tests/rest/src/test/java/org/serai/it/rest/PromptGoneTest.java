package org.serai.it.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;

/** A client that goes away while a real model reads its prompt, which is fed in chunks, long before there is a token. */
@Timeout(900)
class PromptGoneTest {
    private static final String MODEL = "smollm2-135m-instruct";

    /** A prompt of more than this many tokens, which take a model some seconds. */
    private static final int WORDS = 6_000;

    @TempDir
    private Path folder;

    @Test
    void thePromptIsNotReadToItsEnd() throws Exception {
        Map<String, String> store = Map.of("SERAI_MODELS", Models.store().toString());
        try (RestInstance instance = new RestInstance(folder)) {
            SeraiHome.Outcome pull = instance.home().serai(store, "model", "pull", MODEL);
            assumeTrue(
                    pull.status() == 0 || !pull.err().contains("SERAI-14"),
                    () -> MODEL + " could not be fetched from any of its sources:\n" + pull.err());
            pull.expectSuccess();
            instance.home().write("etc/org.serai.alias~house.cfg", "model=" + MODEL + "\ncontext=8192\nslots=1\n");
            instance.start(store);
            instance.awaitReady("house");

            Socket client = ask(instance);
            SeraiHome.await("the work to begin", () -> instance.running("house") == 1);
            client.close();
            SeraiHome.await("its end", () -> instance.running("house") == 0);

            // It is counted a moment after its slot is free.
            SeraiHome.await("it to count as one whose client went", () -> requests(instance, "cancelled") == 1);
            assertEquals(0, requests(instance, "length"), "it was not worked through");
            assertAnswers(instance);
            SeraiHome.await("the next one to count as worked through", () -> requests(instance, "length") == 1);
        }
    }

    private static Socket ask(RestInstance instance) throws IOException {
        String body = body("word ".repeat(WORDS));
        Socket socket =
                new Socket(instance.address().getHost(), instance.address().getPort());
        socket.getOutputStream()
                .write(("POST /v1/completions HTTP/1.1\r\nHost: "
                                + instance.address().getAuthority()
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String body(String prompt) {
        return "{\"model\":\"house\",\"max_tokens\":1,\"prompt\":\"" + prompt + "\"}";
    }

    private static void assertAnswers(RestInstance instance) throws IOException, InterruptedException {
        var answer = instance.post("/v1/completions", body("Once upon a time"));
        assertEquals(200, answer.statusCode(), answer::body);
    }

    /** How many requests ended so, as the figures tell. */
    private static int requests(RestInstance instance, String outcome) {
        String figures = figures(instance);
        Matcher counter = Pattern.compile(
                        "^serai_requests_total\\{alias=\"house\",.*outcome=\"" + outcome + "\".*} ([0-9.E]+)$",
                        Pattern.MULTILINE)
                .matcher(figures);
        assertTrue(figures.contains("serai_"), figures);
        double all = 0;
        while (counter.find()) {
            all += Double.parseDouble(counter.group(1));
        }
        return (int) all;
    }

    private static String figures(RestInstance instance) {
        try {
            return instance.text("/metrics");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
