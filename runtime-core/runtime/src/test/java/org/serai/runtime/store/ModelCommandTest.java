package org.serai.runtime.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.command.CommandStreams;
import org.serai.format.gguf.GgufFormat;
import org.serai.runtime.store.fetch.FakeHub;
import org.serai.runtime.store.fetch.FetchErrors;
import org.serai.runtime.store.fetch.Fetcher;
import org.serai.runtime.store.fetch.Json;
import org.serai.runtime.store.fetch.Problems;
import org.serai.runtime.store.fetch.TestFetchers;
import org.serai.runtime.store.fetch.TestFiles;
import picocli.CommandLine.Command;

/** The commands as a user types them. */
final class ModelCommandTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

    @TempDir
    Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeHub hub;
    private ModelCommand command;
    private String input = "";
    private boolean terminal;

    @SuppressWarnings("NullAway.Init") // set before each test
    ModelCommandTest() {}

    @BeforeEach
    void start() throws IOException {
        byte[] model = Files.readAllBytes(TestFiles.model());
        hub = new FakeHub().file("/org/Tiny-GGUF/resolve/main/Tiny-F32.gguf", model);
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/catalogue.json"), """
                [{"name": "free", "description": "Free", "file": "free.gguf", "bytes": %1$d, "sha256": "%2$s",
                  "licence": {"name": "MIT", "mustAccept": false}, "sources": ["hf:org/Tiny-GGUF/Tiny-F32.gguf"]},
                 {"name": "strict", "description": "Strict", "file": "strict.gguf", "bytes": %1$d, "sha256": "%2$s",
                  "licence": {"name": "Strict Terms", "url": "https://terms.example", "mustAccept": true},
                  "sources": ["hf:org/Tiny-GGUF/Tiny-F32.gguf"]}]
                """.formatted(model.length, TestFiles.sha256(model)));
        Fetcher fetcher = TestFetchers.of(hub);
        command = new ModelCommand(
                new ModelStore(home), new ModelFormats(List.of(new GgufFormat())), fetcher, CLOCK, List.of(Extra::new));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Command(name = "extra", description = "From another part of the runtime.")
    private record Extra(CommandStreams streams) implements Callable<Integer> {
        @Override
        public Integer call() {
            streams.out().println("extra");
            return 7;
        }
    }

    private int run(String... words) throws Exception {
        out.reset();
        err.reset();
        return command.run(
                Arrays.asList(words),
                new CommandStreams(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        terminal,
                        home));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void pullsByNameListsShowsVerifiesAndRemoves() throws Exception {
        assertEquals(0, run("pull", "free"));
        assertTrue(out().contains(home.resolve("models/free/free.gguf").toString()), out());
        assertTrue(err().contains("100%"), err());
        assertFalse(err().contains("\u001b"), err());

        assertEquals(0, run("list"));
        assertTrue(out().matches("(?s).*free +stored .*MIT.*"), out());
        assertTrue(out().matches("(?s).*strict +available .*Strict Terms.*"), out());

        assertEquals(0, run("verify"));
        assertTrue(out().startsWith("ok   free"), out());

        assertEquals(0, run("remove", "free"));
        Problems.expect(StoreErrors.UNKNOWN_MODEL, () -> run("remove", "free"));
        assertFalse(Files.exists(home.resolve("models/free")));
    }

    @Test
    void showsWhatAModelIsAsTextAndAsJson() throws Exception {
        run("pull", "free");
        assertEquals(0, run("show", "free"));
        for (String word : List.of("architecture", "parameters", "F32", "context", "MIT", "sha256:", "chat template")) {
            assertTrue(out().contains(word), () -> word + " is missing in " + out());
        }
        assertEquals(0, run("show", "--json", "free"));
        JsonNode json = Json.MAPPER.readTree(out());
        assertEquals("F32", json.get("quantisation").asText());
        assertTrue(json.get("parameters").asLong() > 1000);
        assertTrue(json.get("context").asLong() > 0);
        assertEquals("hf:org/Tiny-GGUF/Tiny-F32.gguf", json.get("source").asText());

        assertEquals(0, run("show", "--json", TestFiles.model().toString()));
        JsonNode file = Json.MAPPER.readTree(out());
        assertEquals(json.get("digest"), file.get("digest"));
        assertFalse(file.has("source"));
    }

    @Test
    void listsAsJson() throws Exception {
        run("pull", "free");
        assertEquals(0, run("list", "--json"));
        JsonNode rows = Json.MAPPER.readTree(out());
        assertEquals("free", rows.get(0).get("name").asText());
        assertEquals("stored", rows.get(0).get("state").asText());
        assertTrue(rows.findValuesAsText("name").contains("gemma-3-270m"));
    }

    @Test
    void pullsFromASourceUnderANameMadeOfItsFile() throws Exception {
        assertEquals(0, run("pull", "hf:org/Tiny-GGUF/Tiny-F32.gguf", "--licence", "Apache-2.0"));
        assertTrue(Files.exists(home.resolve("models/tiny-f32/Tiny-F32.gguf")));
        assertEquals(0, run("show", "--json", "tiny-f32"));
        assertEquals("Apache-2.0", Json.MAPPER.readTree(out()).get("licence").asText());
    }

    @Test
    void aDigestOfTheUserDecides() throws Exception {
        Problems.expect(
                StoreErrors.WRONG_DIGEST,
                () -> run("pull", "hf:org/Tiny-GGUF/Tiny-F32.gguf", "--sha256", "ab".repeat(32)));
        Problems.expect(FetchErrors.BAD_SOURCE, () -> run("pull", "hf:org/Tiny-GGUF/Tiny-F32.gguf", "--sha256", "ab"));
    }

    @Test
    void importsAFileWithACopy() throws Exception {
        Path file = Files.copy(TestFiles.model(), home.resolve("My Model.gguf"));
        assertEquals(0, run("import", "My Model.gguf"));
        Files.delete(file);
        assertEquals(0, run("verify", "my-model"));
        Problems.expect(FetchErrors.SOURCE_MISSING, () -> run("import", "My Model.gguf", "--name", "again"));
        Problems.expect(FetchErrors.SOURCE_MISSING, () -> run("import", "etc", "--name", "folder"));
    }

    @Test
    void importsAllPartsOfASplitModel() throws Exception {
        assumeTrue(TestFiles.splitModel().isPresent(), "the reference data has no split model");
        assertEquals(0, run("import", TestFiles.splitModel().orElseThrow().toString(), "--name", "split"));
        assertEquals(0, run("show", "--json", "split"));
        assertTrue(Json.MAPPER.readTree(out()).get("parts").asInt() > 1, out());
    }

    @Test
    void aLicenceIsAskedForOnATerminal() throws Exception {
        terminal = true;
        input = "no\n";
        Problems.expect(StoreErrors.LICENCE, () -> run("pull", "strict"), "Strict Terms", "https://terms.example");
        assertTrue(err().contains("Do you accept it?"), err());
        input = "yes\n";
        assertEquals(0, run("pull", "strict"));
        assertTrue(err().contains("\r"), err());
        assertTrue(Files.readString(home.resolve("models/strict/model.json")).contains("2026-03-01T12:00:00Z"));
        input = "";
        assertEquals(0, run("pull", "strict"));
    }

    @Test
    void aScriptAcceptsALicenceByOption() throws Exception {
        input = "yes\n";
        Problems.expect(StoreErrors.LICENCE, () -> run("pull", "strict"), "--accept-licence");
        assertTrue(hub.requests().isEmpty());
        assertEquals(0, run("pull", "--accept-licence", "strict"));
    }

    @Test
    void aModelThatAnAliasUsesStays() throws Exception {
        run("pull", "free");
        Path alias = home.resolve("etc/org.serai.alias~summarizer.cfg");
        Files.writeString(alias, "# the model\nmodel = free\n");
        Problems.expect(StoreErrors.IN_USE, () -> run("remove", "free"), alias.toString(), "--force");
        assertEquals(0, run("remove", "--force", "free"));
    }

    @Test
    void aChangedModelIsBad() throws Exception {
        run("pull", "free");
        Files.writeString(home.resolve("models/free/free.gguf"), "changed");
        assertEquals(1, run("verify", "free"));
        assertTrue(out().startsWith("BAD  free"), out());
        assertEquals(1, run("verify", "free", "none"));
        assertTrue(out().contains("BAD  none"), out());
    }

    @Test
    void aDamagedModelIsListedAndCanBeRemoved() throws Exception {
        run("pull", "free");
        Files.writeString(home.resolve("models/free/model.json"), "{");
        assertEquals(0, run("list"));
        assertTrue(out().matches("(?s).*free +damaged .*SERAI-1420.*"), out());
        assertEquals(0, run("remove", "free"));
    }

    @Test
    void anUnknownNameSuggestsTheRightOne() {
        Problems.expect(StoreErrors.UNKNOWN_MODEL, () -> run("pull", "fre"), "did you mean 'free'?", "hf:OWNER");
    }

    @Test
    void otherPartsAddSubcommands() throws Exception {
        assertEquals(7, run("extra"));
        assertEquals(0, run("--help"));
        for (String word : List.of("pull", "import", "list", "show", "remove", "verify", "extra")) {
            assertTrue(out().contains(word), () -> word + " is missing in " + out());
        }
    }

    @Test
    void aCallThatMakesNoSenseIsExplained() throws Exception {
        assertEquals(2, run());
        assertEquals(2, run("pull"));
        assertEquals(2, run("pull", "--nonsense", "free"));
        assertTrue(err().contains("--nonsense"), err());
    }
}
