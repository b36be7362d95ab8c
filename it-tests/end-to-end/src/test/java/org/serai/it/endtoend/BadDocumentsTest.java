package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;

/** Documents that cannot be answered go to {@code failed/}, each with one clear reason, and the next one is served. */
class BadDocumentsTest {
    @TempDir
    private Path folder;

    @Test
    void eachBadDocumentHasItsReason() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            home.alias("tiny", TinyModel.file(), "context=64");
            home.write("routes/answer.camel.yaml", TinyModel.route("answer", "work/inbox", "tiny", 4));
            home.serai("start").expectSuccess();

            home.write("work/inbox/empty.txt", "");
            home.write("work/inbox/long.txt", "a word and another ".repeat(200));
            Files.write(home.path("work/inbox/latin.txt"), "Größe".getBytes(StandardCharsets.ISO_8859_1));
            home.write("work/inbox/picture.png", "PNG");
            try (RandomAccessFile huge =
                    new RandomAccessFile(home.path("work/huge.part").toFile(), "rw")) {
                huge.setLength(50L << 20);
            }
            Files.move(home.path("work/huge.part"), home.path("work/inbox/huge.txt"));

            for (Map.Entry<String, String> each : Map.of(
                            "empty.txt", "SERAI-1910",
                            "huge.txt", "SERAI-1911",
                            "picture.png", "SERAI-1912",
                            "latin.txt", "SERAI-1913",
                            "long.txt", "SERAI-15")
                    .entrySet()) {
                home.awaitFile("work/failed/" + each.getKey());
                JsonNode reason = home.json(home.awaitFile("work/failed/" + each.getKey() + ".error.json"));
                assertTrue(
                        reason.at("/code").asText().startsWith(each.getValue()),
                        () -> each.getKey() + ": " + reason.toPrettyString());
                assertTrue(reason.at("/message").asText().startsWith("SERAI-"), reason::toPrettyString);
            }
            JsonNode tooLong = home.json(home.path("work/failed/long.txt.error.json"));
            assertTrue(tooLong.at("/message").asText().contains("64"), tooLong::toPrettyString);

            assertEquals(4, home.tokensFor("work", "good.txt"));
            assertToldInOneLineEach(home.log());
        }
    }

    private static void assertToldInOneLineEach(String log) {
        for (String name : List.of("empty.txt", "huge.txt", "picture.png", "latin.txt", "long.txt")) {
            List<String> told = log.lines()
                    .filter(line -> line.contains(name) && line.contains("SERAI-"))
                    .toList();
            assertEquals(1, told.size(), told::toString);
        }
        assertFalse(log.contains("\tat "), log);
    }
}
