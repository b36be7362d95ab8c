package org.serai.runtime.deadletter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.serai.command.CommandStreams;
import org.serai.delivery.DeadLetter;

/** Every command of {@code docs/dead-letters.md} is one that {@code dlq} takes. */
class DeadLetterPageTest {
    private static final String COMMAND = "bin/serai dlq ";

    @TestFactory
    Stream<DynamicTest> commandsOfThePage() throws Exception {
        List<String> lines;
        try (Stream<String> all = Files.lines(Path.of("../../docs/dead-letters.md"))) {
            lines = all.filter(line -> line.startsWith(COMMAND)).toList();
        }
        assertFalse(lines.isEmpty(), "the page has lost its examples");
        return lines.stream().map(line -> DynamicTest.dynamicTest(line, () -> run(line.substring(COMMAND.length()))));
    }

    private static void run(String words) throws Exception {
        var letters = new MemoryLetters("kafka:orders.dlq");
        letters.put(new DeadLetter(
                "0-17",
                "orders",
                "classify",
                Instant.parse("2026-03-01T12:00:00Z"),
                "SERAI-1858",
                "TRUNCATED",
                "cut off",
                1,
                Map.of(),
                "an order".getBytes(StandardCharsets.UTF_8)));
        var places = new Places();
        places.bindPlace(letters);
        var quiet = new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        var streams = new CommandStreams(InputStream.nullInputStream(), quiet, quiet, false, Path.of("."));
        assertEquals(0, new DeadLetterCommand(places).run(List.of(words.split(" ", -1)), streams));
        assertEquals(words.startsWith("replay"), !letters.replayed.isEmpty());
    }
}
