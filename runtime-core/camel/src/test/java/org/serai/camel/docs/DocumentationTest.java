package org.serai.camel.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.camel.PlainContexts;
import org.serai.camel.ScriptedAliases;
import org.serai.camel.component.SeraiComponentErrors;
import org.serai.camel.routes.Problem;
import org.serai.camel.routes.RouteCheck;
import org.serai.camel.routes.RouteChecker;
import org.serai.camel.routes.RouteErrors;
import org.serai.camel.routes.ServedAliases;
import org.serai.error.ErrorCode;

/** What the documentation shows works, and nothing is missing in its tables. */
class DocumentationTest {
    private static final Path DOCS = Path.of("../../docs");
    private static final Pattern SNIPPET =
            Pattern.compile("^```(yaml|xml)\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"routes.md", "components/serai.md"})
    void theRoutesOfAPageStandTogether(String page) throws Exception {
        List<Path> files = new ArrayList<>();
        for (MatchResult snippet :
                SNIPPET.matcher(Files.readString(DOCS.resolve(page))).results().toList()) {
            files.add(Files.writeString(
                    folder.resolve("snippet-" + files.size() + ".camel." + snippet.group(1)), snippet.group(2)));
        }
        ScriptedAliases aliases = new ScriptedAliases("summarizer");
        RouteChecker checker = new RouteChecker(new PlainContexts(folder, aliases), new ServedAliases(() -> aliases));

        Map<Path, List<Problem>> problems = new RouteCheck(checker, null).check(files);

        assertFalse(files.isEmpty());
        problems.forEach((file, found) -> assertEquals(List.of(), found, file.toString()));
    }

    @Test
    void everyOptionAndHeaderIsInTheTables() throws Exception {
        String page = Files.readString(DOCS.resolve("components/serai.md"));
        JsonObject metadata = metadata();
        for (String section : List.of("properties", "headers")) {
            Map<String, Object> names = metadata.getMap(section);
            assertFalse(names.isEmpty());
            names.keySet().forEach(name -> assertTrue(page.contains("| `" + name + "` |"), name));
        }
    }

    @Test
    void everyErrorIsInTheList() throws Exception {
        String page = Files.readString(DOCS.resolve("errors.md"));
        for (Class<?> errors : Set.of(RouteErrors.class, SeraiComponentErrors.class)) {
            for (var field : errors.getFields()) {
                ErrorCode code = (ErrorCode) Objects.requireNonNull(field.get(null));
                assertTrue(page.contains("| " + code + " | " + code.category() + " |"), code.toString());
            }
        }
    }

    private static JsonObject metadata() throws Exception {
        try (InputStream in =
                DocumentationTest.class.getResourceAsStream("/META-INF/org/serai/camel/component/serai.json")) {
            String json = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.joining("\n"));
            return (JsonObject) Jsoner.deserialize(json);
        }
    }
}
