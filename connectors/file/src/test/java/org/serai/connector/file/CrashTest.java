package org.serai.connector.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a JVM at random moments while it works through an inbox: nothing is lost, half written or answered twice. */
class CrashTest {
    private static final long SEED = 42;
    private static final int ROUNDS = 8;
    private static final int DOCUMENTS_PER_ROUND = 12;
    private static final int MOST_MILLIS_TO_LIVE = 250;

    @TempDir
    private Path home;

    @Test
    void nothingIsLostOrHalfWrittenOrAnsweredTwice() throws Exception {
        Random random = new Random(SEED);
        TreeSet<String> documents = new TreeSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < DOCUMENTS_PER_ROUND; i++) {
                String name = "letter-%02d-%02d.txt".formatted(round, i).replace('-', '_');
                drop(name);
                documents.add(name);
            }
            Process victim = start();
            assertEquals('!', victim.getInputStream().read(), "the runtime did not start");
            victim.waitFor(random.nextInt(MOST_MILLIS_TO_LIVE), TimeUnit.MILLISECONDS);
            victim.destroyForcibly().waitFor();
            everyAnswerIsWhole();
            nothingIsMissing(documents);
        }
        try (Workplace place = Workplace.start(home, "&maxInFlight=4", new SlowAnswer())) {
            place.await("all documents done", () -> place.names("done").equals(List.copyOf(documents)));
            place.await("clean state", () -> place.state().isEmpty());
            assertEquals(List.of(), place.inbox());
            assertEquals(List.of(), place.names("failed"));
        }
        List<String> expected = documents.stream()
                .flatMap(name -> Stream.of(name, name + ".json"))
                .sorted()
                .toList();
        assertEquals(expected, Workplace.names(home.resolve("outbox")));
        everyAnswerIsWhole();
    }

    private void drop(String name) throws IOException {
        Path inbox = Files.createDirectories(home.resolve("inbox"));
        Files.writeString(inbox.resolve(name), "text of " + name);
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** What has a name in the outbox is complete, and its sidecar is there. */
    private void everyAnswerIsWhole() throws Exception {
        for (String name : Workplace.names(home.resolve("outbox"))) {
            Path file = home.resolve("outbox").resolve(name);
            if (name.startsWith(".")) {
                continue;
            }
            if (name.endsWith(".json")) {
                JsonObject sidecar = (JsonObject) Jsoner.deserialize(Files.readString(file));
                JsonObject input = (JsonObject) Objects.requireNonNull(sidecar.get("input"));
                assertEquals(name, input.getString("name") + ".json");
            } else {
                assertEquals(answer("text of " + name), Files.readString(file));
                assertTrue(Files.exists(file.resolveSibling(name + ".json")), name + " has no sidecar");
            }
        }
    }

    /** Every document is in the inbox, or its answer is decided. */
    private void nothingIsMissing(Set<String> documents) {
        List<String> left = new ArrayList<>();
        for (String folder : List.of("inbox", "done", "inbox/.serai/taken")) {
            Workplace.names(home.resolve(folder)).forEach(name -> left.add(name.substring(name.lastIndexOf('/') + 1)));
        }
        assertTrue(left.containsAll(documents), () -> "missing of " + documents + ": only " + left);
    }

    private static String answer(String text) {
        return ("answer to " + text + "\n").repeat(2000);
    }

    /** Answers a little later, on another thread, as an engine does. */
    private static final class SlowAnswer extends AsyncProcessorSupport {
        private static final int MILLIS = 10;

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Executor later = CompletableFuture.delayedExecutor(MILLIS, TimeUnit.MILLISECONDS);
            later.execute(() -> {
                exchange.getMessage()
                        .setBody(answer(exchange.getMessage().getBody(String.class))
                                .getBytes(StandardCharsets.UTF_8));
                callback.done(false);
            });
            return false;
        }
    }

    /** The runtime that is killed. */
    static final class Victim {
        private Victim() {}

        /** Works through the inbox of the home folder that is named until it is killed. */
        public static void main(String[] arguments) throws Exception {
            Workplace place = Workplace.start(Path.of(arguments[0]), "&maxInFlight=4", new SlowAnswer());
            System.out.write('!');
            System.out.flush();
            while (place.context().isStarted()) {
                Thread.sleep(1_000);
            }
        }
    }
}
