package org.serai.runtime.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.serai.command.CommandStreams;
import org.serai.runtime.command.Instance;
import org.serai.status.StatusSource;

class StatusCommandTest {
    private static final StatusSource.Row WELL = new StatusSource.Row("a", "ready", "fine", true);
    private static final StatusSource.Row UNWELL = new StatusSource.Row("b", "failed", "SERAI-1707: no engine", false);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StatusCollector collector =
            new StatusCollector(new Instance(Path.of("/home/serai"), true), () -> "first warning\nsecond warning");

    private record Source(String section, Supplier<List<Row>> supplier) implements StatusSource {
        @Override
        public List<Row> rows() {
            return supplier.get();
        }
    }

    private void add(String section, StatusSource.Row... rows) {
        collector.addSource(new Source(section, () -> List.of(rows)));
    }

    private int run(String... arguments) throws Exception {
        out.reset();
        PrintStream printer = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new StatusCommand(collector)
                .run(
                        List.of(arguments),
                        new CommandStreams(InputStream.nullInputStream(), printer, printer, false, Path.of(".")));
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json() throws IOException {
        return JsonMapper.builder().build().readTree(text());
    }

    @Test
    void aHealthyInstanceEndsWithZeroEvenWithWarnings() throws Exception {
        add("aliases", WELL);
        assertEquals(0, run());
        assertTrue(text().contains("is healthy"), text());
        assertTrue(text().contains("warning: first warning\nwarning: second warning\n"), text());
        assertTrue(text().contains("aliases: 1, all well\n    a  ready  fine\n"), text());
        assertEquals(0, run("--json"));
        assertTrue(json().get("healthy").asBoolean());
        assertEquals(ProcessHandle.current().pid(), json().get("jvm").get("pid").asLong());
    }

    @Test
    void oneRowThatIsNotWellEndsWithThree() throws Exception {
        add("routes", WELL, UNWELL);
        assertEquals(StatusCommand.UNHEALTHY, run());
        assertTrue(text().contains("needs attention"), text());
        assertTrue(text().contains("!   b  failed  SERAI-1707: no engine\n"), text());
        assertEquals(StatusCommand.UNHEALTHY, run("--json"));
        assertEquals("b", json().get("routes").get(1).get("name").asText());
    }

    @Test
    void longSectionsShowWhatIsNotWell() throws Exception {
        add("bundles", WELL, UNWELL);
        run();
        assertTrue(!text().contains("ready"), text());
        run("--all");
        assertTrue(text().contains("ready"), text());
    }

    @Test
    void sectionsHaveAnOrderAndSourcesOfOneSectionAreJoined() throws Exception {
        add("zebra", WELL);
        add("routes", WELL);
        add("models", WELL);
        add("bundles", WELL);
        add("models", UNWELL);
        run("--json");
        List<String> keys = new ArrayList<>();
        json().fieldNames().forEachRemaining(keys::add);
        assertEquals(List.of("healthy", "home", "jvm", "warnings", "bundles", "models", "routes", "zebra"), keys);
        assertEquals(2, json().get("models").size());
    }

    @Test
    void aSourceThatFailsHidesNoOther() throws Exception {
        collector.addSource(new Source("broken", () -> {
            throw new IllegalStateException("a defect");
        }));
        add("routes", WELL);
        assertEquals(StatusCommand.UNHEALTHY, run());
        assertTrue(text().contains("it cannot report: java.lang.IllegalStateException: a defect"), text());
        assertTrue(text().contains("routes: 1, all well"), text());
    }

    @Test
    void theExampleInTheDocumentationHasTheKeysOfTheCommand() throws Exception {
        add("bundles", WELL);
        run("--json");
        var snippet = Pattern.compile("```json [^\n]*\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../../docs/status.md")));
        assertTrue(snippet.find());
        JsonNode example = JsonMapper.builder().build().readTree(snippet.group(1));
        List<String> documented = new ArrayList<>();
        List<String> printed = new ArrayList<>();
        example.fieldNames().forEachRemaining(documented::add);
        json().fieldNames().forEachRemaining(printed::add);
        assertEquals(documented, printed);
        documented.clear();
        printed.clear();
        example.get("bundles").get(0).fieldNames().forEachRemaining(documented::add);
        json().get("bundles").get(0).fieldNames().forEachRemaining(printed::add);
        assertEquals(documented, printed);
        documented.clear();
        json().get("jvm").fieldNames().forEachRemaining(documented::add);
        List<String> known = new ArrayList<>();
        example.get("jvm").fieldNames().forEachRemaining(known::add);
        assertTrue(known.containsAll(documented), documented.toString());
    }
}
