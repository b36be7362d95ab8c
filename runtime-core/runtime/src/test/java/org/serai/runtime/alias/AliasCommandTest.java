package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;
import org.serai.status.StatusSource;

/** What people and programs see of aliases: the command and the sections of the status. */
class AliasCommandTest {
    private final AliasFixture fixture = new AliasFixture();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String run(String... arguments) throws Exception {
        out.reset();
        PrintStream printer = new PrintStream(out, true, StandardCharsets.UTF_8);
        int status = new AliasCommand(fixture.manager)
                .run(
                        List.of(arguments),
                        new CommandStreams(InputStream.nullInputStream(), printer, printer, false, Path.of(".")));
        assertEquals(0, status);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void listsAliases() throws Exception {
        fixture.ready();
        fixture.configure("bad", "modle", "x");
        String text = run("list");
        assertTrue(text.startsWith("NAME  STATE   MODEL  ENGINE   RUNNING  WAITING  REASON\n"), text);
        assertTrue(text.contains("chat  ready   tiny   decoder  0        0\n"), text);
        assertTrue(text.contains("bad   failed"), text);
        JsonNode json = JsonMapper.builder().build().readTree(run("list", "--json"));
        assertEquals(2, json.size());
        assertEquals("failed", json.get(0).get("state").asText());
        assertTrue(json.get(0).get("reason").asText().startsWith("SERAI-1703"));
    }

    @Test
    void showsOneAlias() throws Exception {
        fixture.ready("slots", "2");
        fixture.submit("a");
        JsonNode json = JsonMapper.builder().build().readTree(run("show", "chat", "--json"));
        assertEquals("ready", json.get("state").asText());
        assertEquals(1, json.get("running").asInt());
        assertEquals("sha256:tiny", json.get("session").get("digest").asText());
        assertEquals(1 << 20, json.get("session").get("memory_bytes").asLong());
        String text = run("show", "chat");
        assertTrue(text.contains("digest   sha256:tiny\n"), text);
        assertTrue(text.contains("slots    2\n"), text);
    }

    @Test
    void anUnknownAliasIsAnError() {
        fixture.ready();
        SeraiException e = assertThrows(SeraiException.class, () -> run("show", "caht"));
        assertEquals(AliasErrors.UNKNOWN_ALIAS, e.code());
        AliasFixture.assertSays("did you mean 'chat'", e);
    }

    @Test
    void reloads() throws Exception {
        ScriptedEngine engine = fixture.ready();
        run("reload", "chat");
        fixture.settle();
        assertEquals(2, engine.sessions().size());
    }

    @Test
    void exchangesAndRollsBack(@TempDir Path etc) throws Exception {
        fixture.loading.runAtOnce();
        fixture.addEngine("decoder");
        Path file = Files.writeString(etc.resolve("org.serai.alias~chat.cfg"), "model = tiny\n");
        fixture.configureFrom(file);
        String text = run("swap", "chat", "--model", "better");
        assertTrue(text.startsWith("ALIAS   VERSION  MODEL   ENGINE   DEVICE   DIGEST\n"), text);
        assertTrue(text.contains("before  1        tiny    decoder  device0  sha256:tiny\n"), text);
        assertTrue(text.contains("chat    2        better  decoder  device1  sha256:better\n"), text);
        assertTrue(text.contains("`serai alias rollback chat`"), text);
        assertEquals("model = better\n", Files.readString(file));

        JsonNode back = JsonMapper.builder().build().readTree(run("rollback", "chat", "--json"));
        assertEquals(3, back.get("version").asInt());
        assertEquals("sha256:tiny", back.at("/session/digest").asText());
        assertEquals("sha256:better", back.at("/session_before/digest").asText());

        SeraiException e = assertThrows(SeraiException.class, () -> run("swap", "chat", "--model", "missing"));
        assertEquals(SwapErrors.FAILED, e.code());
        assertTrue(run("show", "chat").contains("missing"));
    }

    @Test
    void showsWhatCameOfShadowsAndTheCanary() throws Exception {
        ScriptedEngine engine = fixture.ready("shadow", "next", "sample", "1", "canary", "next", "canaryShare", "0");
        fixture.configure("next", "model", "better");
        fixture.settle();
        fixture.submit("a");
        engine.sessions().getFirst().running("a").finish("yes");
        fixture.settle();
        engine.lastSession().running("a").finish("no");
        fixture.settle();
        String text = run("shadow", "chat");
        assertTrue(text.contains("next    better  1         0.0 %   0       -"), text);
        assertTrue(text.contains("now in the shadow: next, with 100.0 % of the requests"), text);
        assertTrue(text.contains("canary: next, with 0.0 % of the work, 0 requests so far"), text);
        assertTrue(run("show", "chat").contains("next (better) agrees in 0.0 % of 1"), text);
        JsonNode json = JsonMapper.builder().build().readTree(run("shadow", "chat", "--json"));
        assertEquals(1, json.at("/comparisons/0/compared").asInt());
    }

    @Test
    void theStatusTellsWhatWaitsAndWhatIsWrong() {
        fixture.ready("queueTokens", "1024");
        fixture.submit("a");
        StatusSource queue = new QueueStatus(fixture.manager);
        assertEquals("working", queue.rows().getFirst().state());
        assertTrue(queue.rows().getFirst().healthy());
        fixture.submit("b");
        StatusSource.Row full = queue.rows().getFirst();
        assertEquals("full", full.state());
        assertEquals(
                "1 running on 1 slots, 1 waiting (event=1) with 512 of 1024 tokens, the oldest for 0 ms;"
                        + " 0 done, 0 refused",
                full.detail());

        StatusSource aliases = new AliasStatus(fixture.manager);
        assertEquals(
                List.of(new StatusSource.Row(
                        "chat", "ready", "tiny on decoder/device0, context 512, slots 1, 1 MiB", true)),
                aliases.rows());
        fixture.configure("chat", "model", "missing");
        fixture.settle();
        StatusSource.Row row = aliases.rows().getFirst();
        assertEquals("ready", row.state());
        assertTrue(row.detail().contains("the last change failed: SERAI-9901"), row.detail());
        assertTrue(!row.healthy());

        StatusSource.Row model = new ModelStatus(fixture.manager).rows().getFirst();
        assertEquals("for alias chat, 1 MiB, sha256:tiny", model.detail());
    }
}
