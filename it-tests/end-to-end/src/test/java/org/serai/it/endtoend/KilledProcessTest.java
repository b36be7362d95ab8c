package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;

/** A process that is killed at any moment loses no document and leaves no half-written answer. */
class KilledProcessTest {
    private static final int DOCUMENTS = 40;

    @TempDir
    private Path folder;

    @Test
    void everyDocumentIsAnsweredOnceHoweverOftenTheProcessIsKilled() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            home.alias("tiny", TinyModel.file(), "context=256");
            home.write("routes/answer.camel.yaml", TinyModel.route("answer", "work/inbox", "tiny", 100));
            Set<String> names = new TreeSet<>();
            for (int i = 0; i < DOCUMENTS; i++) {
                String name = "letter-%02d.txt".formatted(i);
                names.add(name);
                home.write("work/inbox/" + name, "Letter number " + i + " says:");
            }

            for (int answered : List.of(1, 12, 25)) {
                home.serai("start").expectSuccess();
                SeraiHome.await(answered + " answers", () -> answers(home).size() >= answered);
                home.kill();
                assertAllWhole(home);
            }
            home.serai("start").expectSuccess();
            SeraiHome.await("all answers", () -> home.list("work/done").size() == DOCUMENTS);

            assertEquals(names, new TreeSet<>(answers(home)));
            assertEquals(names, new TreeSet<>(home.list("work/done")));
            assertEquals(List.of(), home.list("work/failed"));
            assertAllWhole(home);
        }
    }

    private static List<String> answers(SeraiHome home) {
        return home.list("work/outbox").stream()
                .filter(name -> name.endsWith(".txt"))
                .toList();
    }

    /** Each answer that is there has all its bytes, as its sidecar says. */
    private static void assertAllWhole(SeraiHome home) throws IOException {
        try (Stream<Path> files = Files.list(home.path("work/outbox"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".json")).toList()) {
                JsonNode provenance = home.json(file);
                Path answer = file.resolveSibling(file.getFileName().toString().replace(".json", ""));
                if (Files.exists(answer)) {
                    assertEquals(provenance.at("/output/bytes").asLong(), Files.size(answer), answer::toString);
                }
            }
        }
        for (String name : answers(home)) {
            assertTrue(Files.exists(home.path("work/outbox/" + name + ".json")), name + " has no sidecar");
        }
    }
}
