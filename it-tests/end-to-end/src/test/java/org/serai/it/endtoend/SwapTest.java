package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;

/**
 * Models are exchanged by command, as {@code docs/swap.md} shows, while documents flow: each is answered once, and says truly
 * which version answered it.
 */
class SwapTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int DOCUMENTS = 20;

    @TempDir
    private Path folder;

    private int sent;

    @Test
    void documentsFlowWhileModelsAreExchanged() throws Exception {
        Path first = TinyModel.file();
        Path second = first.resolveSibling("llama-f32.gguf");
        try (SeraiHome home = new SeraiHome(folder)) {
            home.write("routes/answer.camel.yaml", TinyModel.route("answer", "work/inbox", "tiny", 5));
            home.write("etc/golden/strict.yaml", "prompts: [{name: oracle, text: 'Hi', expect: {exact: 'Delphi'}}]\n");
            home.write("etc/golden/lax.yaml", "prompts: [{text: 'Hi', maxTokens: 2, expect: {contains: ''}}]\n");
            home.alias("tiny", first, "goldenPrompts=etc/golden/lax.yaml");
            home.serai("start").expectSuccess();

            send(home);
            JsonNode report = swap(home, "swap", "tiny", "--model", second.toString());
            assertEquals(1, report.at("/version_before").asInt());
            assertEquals(2, report.at("/version").asInt());
            String firstDigest = report.at("/session_before/digest").asText();
            String secondDigest = report.at("/session/digest").asText();
            assertFalse(firstDigest.equals(secondDigest));
            assertTrue(alias(home).contains(second.toString()));

            send(home);
            home.write("etc/org.serai.alias~tiny.cfg", alias(home).replace("lax", "strict"));
            SeraiHome.await("the changed file", () -> home.out("alias", "show", "tiny", "--json")
                    .contains("\"version\" : 3"));
            String before = alias(home);
            SeraiHome.Outcome refused = home.serai("alias", "swap", "tiny", "--model", first.toString());
            assertEquals(1, refused.status());
            assertTrue(refused.err().contains("SERAI-2652"), refused.err());
            assertTrue(refused.err().contains("'oracle'"), refused.err());
            assertEquals(before, alias(home));
            JsonNode shown = JSON.readTree(home.out("alias", "show", "tiny", "--json"));
            assertEquals(secondDigest, shown.at("/session/digest").asText());
            assertTrue(shown.at("/reason").asText().contains("SERAI-2661"), shown::toPrettyString);

            send(home);
            assertEquals(4, swap(home, "rollback", "tiny").at("/version").asInt());
            assertEquals(
                    5,
                    swap(home, "swap", "tiny", "--model", first.toString())
                            .at("/version")
                            .asInt());
            send(home);

            SeraiHome.await("every answer", () -> home.list("work/outbox").size() == 2 * sent);
            assertEquals(List.of(), home.list("work/failed"));
            Map<Integer, String> digests = new HashMap<>(
                    Map.of(1, firstDigest, 2, secondDigest, 3, secondDigest, 4, secondDigest, 5, firstDigest));
            for (String name : home.list("work/outbox")) {
                if (name.endsWith(".json")) {
                    JsonNode answer =
                            home.json(home.path("work/outbox/" + name)).at("/answer");
                    assertEquals(
                            digests.get(answer.at("/aliasVersion").asInt()),
                            answer.at("/digest").asText(),
                            answer::toPrettyString);
                }
            }
        }
    }

    private static String alias(SeraiHome home) throws Exception {
        return Files.readString(home.path("etc/org.serai.alias~tiny.cfg"));
    }

    private void send(SeraiHome home) throws Exception {
        for (int i = 0; i < DOCUMENTS; i++) {
            home.write("work/inbox/letter-" + sent + ".txt", "Letter " + sent + " says:");
            sent++;
        }
    }

    private static JsonNode swap(SeraiHome home, String... words) throws Exception {
        String[] all = new String[words.length + 2];
        all[0] = "alias";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--json";
        return JSON.readTree(home.serai(all).expectSuccess().out());
    }
}
