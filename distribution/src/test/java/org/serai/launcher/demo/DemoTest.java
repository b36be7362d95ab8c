package org.serai.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo over real folders, with a thread in the place of routes and model. */
class DemoTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path folder;

    private Path samples;
    private Path home;
    private DemoFiles files;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @BeforeEach
    void unpack() throws IOException {
        samples = folder.resolve("samples");
        home = folder.resolve("home");
        write(samples.resolve("documents/mails/a.txt"), "Where is my lamp?");
        write(samples.resolve("documents/letters/b.txt"), "I end my membership.");
        write(samples.resolve("demo/etc/org.serai.alias~assistant.cfg"), "# the model\nmodel = other\nslots = 1\n");
        write(samples.resolve("demo/routes/demo-mails.camel.yaml"), "- route:\n");
        files = new DemoFiles(samples, home);
    }

    @Test
    void installsWhatIsMissingAndKeepsWhatTheUserChanged() throws IOException {
        write(home.resolve("routes/demo-mails.camel.yaml"), "- mine:\n");
        files.install("tiny", true);
        assertEquals("- mine:\n", Files.readString(home.resolve("routes/demo-mails.camel.yaml")));
        assertEquals("# the model\nmodel = tiny\nslots = 1\n", Files.readString(files.alias()));
        Files.writeString(files.alias(), "model = tiny\nslots = 4\n");
        files.install("larger", true);
        assertEquals("model = larger\nslots = 4\n", Files.readString(files.alias()));
    }

    @Test
    void bringsRoutesThatNeedKafkaOnlyWhereThereIsSomeAndTakesThemBack() throws IOException {
        write(samples.resolve("demo/routes/demo-sort.camel.yaml"), "uri: serai-kafka:a\n");
        write(samples.resolve("demo/routes/demo-own.camel.yaml"), "uri: serai-kafka:b\n");
        files.install("tiny", false);
        assertEquals(List.of("demo-mails.camel.yaml"), names("routes"));
        files.install("tiny", true);
        write(home.resolve("routes/demo-own.camel.yaml"), "uri: serai-kafka:c\n");

        files.withdrawKafka();

        assertEquals(List.of("demo-mails.camel.yaml", "demo-own.camel.yaml"), names("routes"));
    }

    @Test
    void showsEachAnswerBesideItsDocument() throws Exception {
        assertEquals(0, answerAll(true));
        String text = shown.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("-- mails/a.txt "), text);
        assertTrue(text.contains("Where is my lamp?"), text);
        assertTrue(text.contains("answer to a.txt"), text);
        assertTrue(text.contains("60 + 3 tokens, 41 tokens/s, 1.1 s (and 0.1 s in the queue)"), text);
        assertTrue(text.contains("2 of 2 documents answered"), text);
    }

    @Test
    void aSecondDemoShowsTheSamplesAgain() throws Exception {
        assertEquals(0, answerAll(true));
        write(home.resolve("demo/mails/outbox/own.txt"), "an answer to a document of the user");
        files.clear();
        assertEquals(List.of("own.txt"), names("demo/mails/outbox"));
        assertEquals(List.of(), names("demo/mails/done"));
        assertEquals(0, answerAll(true));
    }

    @Test
    void countsWhatFailed() throws Exception {
        assertEquals(2, answerAll(false));
        String text = shown.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("SERAI-1503: too long"), text);
        assertTrue(text.contains("0 of 2 documents answered"), text);
    }

    @Test
    void endsWhenNothingComes() throws Exception {
        assertEquals(2, demo().answerSamples(() -> true, Duration.ofMillis(300)));
        assertTrue(shown.toString(StandardCharsets.UTF_8).contains("Not answered: mails/a.txt"));
    }

    @Test
    void endsWithTheInstance() throws Exception {
        assertEquals(2, demo().answerSamples(() -> false, PATIENCE));
    }

    private Demo demo() {
        return new Demo(files, new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8), 80, false));
    }

    private int answerAll(boolean well) throws Exception {
        AtomicBoolean running = new AtomicBoolean(true);
        CompletableFuture<Void> routes = CompletableFuture.runAsync(() -> {
            try {
                while (running.get()) {
                    answer(home.resolve("demo/mails"), "a.txt", well);
                    answer(home.resolve("demo/letters"), "b.txt", well);
                    Thread.onSpinWait();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            return demo().answerSamples(() -> !routes.isDone(), PATIENCE);
        } finally {
            running.set(false);
            routes.get();
        }
    }

    /** What serai-file: does, in its order: sidecar, answer, document. */
    private static void answer(Path root, String name, boolean well) throws IOException {
        Path document = root.resolve("inbox").resolve(name);
        if (!Files.exists(document)) {
            return;
        }
        if (well) {
            write(root.resolve("outbox").resolve(name + ".json"), sidecar(name));
            write(root.resolve("outbox").resolve(name), "answer to " + name);
            move(document, root.resolve("done").resolve(name));
        } else {
            write(
                    root.resolve("failed").resolve(name + ".error.json"),
                    "{\"input\": {\"name\": \"" + name + "\"}, \"message\": \"SERAI-1503: too long\"}");
            move(document, root.resolve("failed").resolve(name));
        }
    }

    private static String sidecar(String name) {
        return """
                {"input": {"name": "%s"}, "answer": {"promptTokens": 60, "completionTokens": 3, "tokensPerSecond": 41.2,
                 "queuedMillis": 100, "prefillMillis": 900, "decodeMillis": 200}}
                """.formatted(name);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.createDirectories(to.resolveSibling(""));
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(".part");
        Files.createDirectories(part.resolveSibling(""));
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> names(String relative) throws IOException {
        try (Stream<Path> found = Files.list(home.resolve(relative))) {
            return found.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
