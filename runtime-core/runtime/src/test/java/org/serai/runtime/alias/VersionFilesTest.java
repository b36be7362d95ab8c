package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionFilesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private static AliasContent content(String model) {
        return new AliasContent(Map.of("model", model), "# note\nmodel = " + model + "\n", Optional.empty());
    }

    @Test
    void whatTookEffectIsThereAfterARestart() {
        VersionBook book = new VersionFiles(folder);
        assertEquals(List.of(), book.versions("chat"));
        assertEquals(1, book.note("chat", content("tiny"), NOW));
        assertEquals(1, book.note("chat", content("tiny"), NOW.plusSeconds(1)));
        assertEquals(2, book.note("chat", content("better"), NOW.plusSeconds(2)));
        assertEquals(1, book.note("other", content("tiny"), NOW));

        VersionBook restarted = new VersionFiles(folder);
        assertEquals(book.versions("chat"), restarted.versions("chat"));
        assertEquals(
                "# note\nmodel = tiny\n", restarted.versions("chat").getFirst().text());
        assertEquals(2, restarted.note("chat", content("better"), NOW));
        assertEquals(3, restarted.note("chat", content("tiny"), NOW));
    }

    @Test
    void theNewestTwentyAreKeptAndNumbersGoOn() {
        VersionBook book = new VersionFiles(folder);
        for (int i = 1; i <= 25; i++) {
            assertEquals(i, book.note("chat", content("model" + i), NOW));
        }
        assertEquals(20, new VersionFiles(folder).versions("chat").size());
        assertEquals(6, new VersionFiles(folder).versions("chat").getFirst().number());
    }

    @Test
    void aNameCannotLeaveTheFolder() throws IOException {
        new VersionFiles(folder.resolve("aliases")).note("../chat", content("tiny"), NOW);
        try (Stream<Path> files = Files.list(folder.resolve("aliases"))) {
            assertEquals(
                    List.of("..%2Fchat.json"),
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void aFileThatIsDamagedOrCannotBeWrittenStopsNobody() throws IOException {
        Files.writeString(folder.resolve("chat.json"), "[{");
        VersionBook book = new VersionFiles(folder);
        assertEquals(1, book.note("chat", content("tiny"), NOW));

        Path file = Files.writeString(folder.resolve("no-folder"), "");
        VersionBook stuck = new VersionFiles(file);
        assertEquals(1, stuck.note("chat", content("tiny"), NOW));
        assertEquals(2, stuck.note("chat", content("better"), NOW));
    }
}
