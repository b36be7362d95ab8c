package org.serai.runtime.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.command.CommandStreams;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.error.SeraiException;
import org.serai.runtime.command.Instance;
import org.serai.status.StatusSource;

/** What an operator sees of the ledger, and does with it; {@code docs/ledger.md} shows the commands. */
@Timeout(300)
class LedgerCommandTest {
    private static final GenerateRequest REQUEST =
            TestRequests.of("file:a/letter.txt").build();

    @TempDir
    private Path home;

    private final ScriptedWorker worker = new ScriptedWorker().script(inference -> inference.answer("Dear Sir"));
    private @Nullable ResultLedger opened;

    private void open(boolean running, String... settings) {
        opened = new ResultLedger(new Instance(home, running), configuration(settings));
    }

    private ResultLedger ledger() {
        return Objects.requireNonNull(opened);
    }

    private static Map<String, Object> configuration(String... settings) {
        Map<String, Object> configuration = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            configuration.put(settings[i], settings[i + 1]);
        }
        return configuration;
    }

    @AfterEach
    void close() {
        ledger().close();
    }

    private GenerationResult ask() throws Exception {
        return ledger().submit(REQUEST, () -> TestRequests.MODEL, GenerationListener.NONE, worker)
                .result()
                .get(4, TimeUnit.MINUTES);
    }

    private StatusSource.Row status() {
        return new LedgerStatus(ledger()).rows().getFirst();
    }

    private String run(String... arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int status = new LedgerCommand(ledger())
                .run(List.of(arguments), new CommandStreams(InputStream.nullInputStream(), print, print, false, home));
        assertEquals(0, status, () -> out.toString(StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void assertSays(String part, String text) {
        assertTrue(text.contains(part), text);
    }

    @Test
    void theCommandsShowAndForget() throws Exception {
        open(true);
        ask();
        ask();

        assertSays("1 answers, ", run("status"));
        assertSays("1 hits, 1 misses, 0 taken over", run("status"));
        assertSays("file:a/letter.txt", run("list", "--limit", "10"));
        assertSays("Dear Sir", run("show", "file:a/letter.txt"));
        JsonNode shown = new JsonMapper().readTree(run("show", "file:a/letter.txt", "--json"));
        assertEquals("Dear Sir", shown.at("/0/result/text").asText());
        assertEquals("done", shown.at("/0/state").asText());
        assertEquals("1 entry forgotten\n", run("purge", "--source", "file:a/letter.txt"));
        assertFalse(ask().replayed());
        assertEquals("1 entry forgotten\n", run("purge", "--older-than", "0"));
        assertEquals(2, worker.count());
    }

    @Test
    void whatIsNotThereIsSaid() {
        open(true);
        for (List<String> call : List.of(List.of("show", "x"), List.of("purge", "--source", "x"))) {
            SeraiException unknown = assertThrows(SeraiException.class, () -> run(call.toArray(String[]::new)));
            assertEquals(LedgerErrors.UNKNOWN_SOURCE, unknown.code());
        }
    }

    @Test
    void aWrongConfigurationLetsWorkWaitAndTheStatusSaysWhy() throws Exception {
        open(true, "leaseSeconds", "never");
        Exception failure = assertThrows(Exception.class, this::ask);

        assertSays("SERAI-2100", String.valueOf(failure.getMessage()));
        assertEquals(0, worker.count());
        assertFalse(status().healthy());
        assertSays("leaseSeconds", status().detail());

        ledger().configure(configuration("leaseSeconds", "30"));

        assertEquals("Dear Sir", ask().text());
        assertTrue(status().healthy(), status()::toString);
    }

    @Test
    void aDatabaseThatCannotBeOpenedIsSaid() throws Exception {
        Files.createDirectories(home.resolve("data"));
        Files.createFile(home.resolve("data/ledger"));
        open(true);

        assertThrows(Exception.class, this::ask);
        assertFalse(status().healthy());
    }

    @Test
    void whoDoesNotWantItDoesWithoutIt() throws Exception {
        open(true, "enabled", "false");

        ask();
        ask();

        assertEquals(2, worker.count());
        assertEquals("off", status().state());
    }

    @Test
    void aProcessThatOnlyRunsACommandRemembersNothing() throws Exception {
        open(false);

        ask();

        assertFalse(Files.exists(home.resolve("data")));
    }

    @Test
    void anotherDatabaseTakesOverWhileTheInstanceRuns() throws Exception {
        open(true);
        ask();

        ledger().configure(configuration("url", "jdbc:h2:file:" + home.resolve("elsewhere/ledger")));
        assertFalse(ask().replayed());
        ledger().configure(configuration());

        assertTrue(ask().replayed());
        assertEquals(2, worker.count());
    }
}
