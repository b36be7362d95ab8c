package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;

/** The main job: a document dropped into a folder comes back answered by a model in this process. */
class FilesToFilesTest {
    @TempDir
    private Path folder;

    @Test
    void aDocumentComesBackAnsweredWithItsProvenance() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            home.alias("tiny", TinyModel.file(), "context=128");
            home.write("routes/answer.camel.yaml", TinyModel.route("answer", "work/inbox", "tiny", 12));
            home.serai("start").expectSuccess();

            home.write("work/inbox/letter.txt", "Dear neighbours, the lift is out of order.");
            Path answer = home.awaitFile("work/outbox/letter.txt");
            JsonNode provenance = home.json(home.awaitFile("work/outbox/letter.txt.json"));

            assertFalse(Files.readString(answer).isEmpty());
            assertEquals("answer", provenance.at("/route").asText());
            assertEquals(
                    "sha256:" + sha256(TinyModel.file()),
                    provenance.at("/answer/digest").asText());
            assertEquals("decoder", provenance.at("/answer/engine").asText());
            assertEquals(12, provenance.at("/answer/completionTokens").asInt());
            assertEquals("length", provenance.at("/answer/finishReason").asText());
            assertTrue(provenance.at("/answer/promptTokens").asInt() > 0);
            assertEquals("maxTokens=12", provenance.at("/answer/parameters").asText());
            assertTrue(provenance.at("/answer/promptDigest").asText().startsWith("sha256:"));
            assertEquals(
                    sha256(home.awaitFile("work/done/letter.txt")),
                    provenance.at("/input/sha256").asText());
            assertEquals(sha256(answer), provenance.at("/output/sha256").asText());
            assertEquals(fields(documented()), fields(provenance));
        }
    }

    /** The sidecar that docs/components/serai-file.md shows. */
    private static JsonNode documented() throws Exception {
        String page = Files.readString(Path.of("../../docs/components/serai-file.md"));
        Matcher block = Pattern.compile("```json tested-by=FilesToFilesTest\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertTrue(block.find(), "The page has lost its sidecar");
        return new ObjectMapper().readTree(block.group(1));
    }

    private static Set<String> fields(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.properties().forEach(field -> {
            names.add(field.getKey());
            fields(field.getValue()).forEach(inner -> names.add(field.getKey() + "." + inner));
        });
        return names;
    }

    @Test
    void anInstanceTellsHowItIsAndIsAloneInItsHome() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            SeraiHome.Outcome none = home.serai("status");
            assertEquals(3, none.status(), none.out() + none.err());

            home.alias("tiny", TinyModel.file());
            home.write("routes/answer.camel.yaml", TinyModel.route("answer", "work/inbox", "tiny", 4));
            home.write("work/failed/old.txt", "Dear neighbours,");
            home.write("work/failed/old.txt.error.json", """
                    {"code": "SERAI-1502", "category": "TOO_LONG", "message": "SERAI-1502: too long", "attempts": 1,
                     "route": "answer", "time": "2026-01-01T00:00:00Z", "input": {"name": "old.txt"}}
                    """);
            home.write("routes/broken.camel.yaml", TinyModel.route("broken", "other/inbox", "tiyn", 4));
            SeraiHome.Outcome start = home.serai("start").expectSuccess();

            // ready means that routes run, or have said why not
            assertTrue(start.out().contains("SERAI-1806: There is no alias tiyn."), start::out);
            assertEquals("running", state(home, "answer.camel.yaml"));
            assertTrue(home.serai("dlq", "list").expectSuccess().out().contains("old.txt"));
            Files.delete(home.path("routes/broken.camel.yaml"));
            SeraiHome.await("a healthy status", () -> !home.out("status").contains("broken.camel.yaml"));

            JsonNode status = home.status();
            assertTrue(status.at("/healthy").asBoolean(), status::toPrettyString);
            long pid = status.at("/jvm/pid").asLong();
            assertFalse(SeraiHome.hasEnded(pid));

            SeraiHome.Outcome second = home.serai("start");
            assertNotEquals(0, second.status());
            assertTrue(second.err().contains("SERAI-2"), second::err);
            assertTrue(second.err().contains(Long.toString(pid)), second::err);

            assertTrue(home.serai("route", "list").expectSuccess().out().contains("answer"));
            assertTrue(home.serai("alias", "list").expectSuccess().out().contains("tiny"));

            home.serai("stop").expectSuccess();
            assertTrue(SeraiHome.hasEnded(pid));
        }
    }

    private static String state(SeraiHome home, String file) throws Exception {
        for (JsonNode row : home.status().path("routes")) {
            if (row.path("name").asText().equals(file)) {
                return row.path("state").asText();
            }
        }
        return "unknown";
    }

    @Test
    void workInFlightIsFinishedBeforeAStop() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            // Whether a model without sense ends its answer early is decided by the last bits of its numbers.
            home.alias("tiny", TinyModel.file(), "context=512", "exact=true");
            home.write("routes/answer.camel.yaml", TinyModel.route("answer", "work/inbox", "tiny", 400));
            home.serai("start").expectSuccess();
            home.write("work/inbox/letter.txt", "Dear neighbours,");
            SeraiHome.await(
                    "the model to work", () -> home.out("status", "--json").contains("\"working\""));

            home.serai("stop").expectSuccess();

            assertEquals(
                    400,
                    home.json(home.path("work/outbox/letter.txt.json"))
                            .at("/answer/completionTokens")
                            .asInt());
        }
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
