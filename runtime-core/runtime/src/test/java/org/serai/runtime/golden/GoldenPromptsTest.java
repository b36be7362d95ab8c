package org.serai.runtime.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.engine.ModelReference;
import org.serai.engine.SessionOptions;
import org.serai.error.SeraiException;
import org.serai.runtime.alias.ScriptedEngine;
import org.serai.runtime.alias.ScriptedSession;

class GoldenPromptsTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml [^\n]*golden[^\n]*\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private GoldenPrompts read(String content) throws IOException {
        return GoldenPrompts.read(Files.writeString(folder.resolve("golden.yaml"), content));
    }

    private String refusal(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("golden.yaml"), content);
        SeraiException e = assertThrows(SeraiException.class, () -> GoldenPrompts.read(file));
        assertEquals(GoldenErrors.BAD_FILE, e.code());
        return String.valueOf(e.getMessage());
    }

    private static void ask(GoldenPrompts prompts, String answer) {
        ScriptedEngine engine = new ScriptedEngine("decoder");
        engine.onStart(running -> running.finish(answer));
        prompts.require(
                "chat",
                engine.open(
                        new ModelReference("tiny", Optional.empty(), "sha256:tiny", Map.of()),
                        new SessionOptions(OptionalInt.empty(), 1, List.of(), OptionalInt.empty(), false)),
                UnaryOperator.identity());
    }

    private static String unmet(GoldenPrompts prompts, String answer) {
        SeraiException e = assertThrows(SeraiException.class, () -> ask(prompts, answer));
        assertEquals(GoldenErrors.NOT_MET, e.code());
        return String.valueOf(e.getMessage());
    }

    @Test
    void anExactAnswerMayHaveWhiteSpaceAroundItAndNothingElse() throws IOException {
        GoldenPrompts prompts = read("prompts: [{name: capital, text: Portugal?, expect: {exact: Lisbon}}]");
        ask(prompts, " Lisbon\n");
        String reason = unmet(prompts, "Lisbon.");
        for (String part : List.of(
                "1 of 1 golden prompts", "model 'tiny' on decoder/device0", "'capital'", "'Lisbon'", "'Lisbon.'")) {
            assertTrue(reason.contains(part), () -> part + " is not in " + reason);
        }
    }

    @Test
    void everyPartMustBeThere() throws IOException {
        GoldenPrompts prompts = read("prompts: [{text: a, expect: {contains: [one, two]}}]");
        ask(prompts, "two and one");
        assertTrue(unmet(prompts, "one").contains("it does not contain 'two'"));
    }

    @Test
    void aSchemaMayStandInTheFileOrBesideIt() throws IOException {
        Files.writeString(folder.resolve("word.json"), "{\"type\": \"object\", \"required\": [\"word\"]}");
        for (String schema : List.of("{type: object, required: [word]}", "word.json")) {
            GoldenPrompts prompts = read("prompts: [{text: a, expect: {schema: " + schema + "}}]");
            ask(prompts, "{\"word\": 1}");
            assertTrue(unmet(prompts, "{}").contains("it does not match the schema"));
        }
    }

    @Test
    void jsonIsTakenTooAndEachPromptThatIsNotMetIsNamed() throws IOException {
        GoldenPrompts prompts = read("""
                {"prompts": [
                  {"name": "first", "text": "a", "expect": {"exact": "x"}},
                  {"name": "second", "text": "b", "expect": {"exact": "y"}},
                  {"name": "third", "text": "c", "expect": {"contains": "z"}}]}
                """);
        String reason = unmet(prompts, "x");
        assertTrue(reason.startsWith("SERAI-2661: 2 of 3"), reason);
        assertTrue(reason.contains("'second'") && reason.contains("'third'"), reason);
    }

    @Test
    void aSessionThatFailsOrIsCutOffMeetsNothing() throws IOException {
        GoldenPrompts prompts = read("prompts: [{text: a, expect: {contains: ''}}]");
        ScriptedEngine engine = new ScriptedEngine("decoder");
        engine.onStart(ScriptedSession.Running::expire);
        var session = engine.open(
                new ModelReference("tiny", Optional.empty(), "sha256:tiny", Map.of()), SessionOptions.defaults());
        SeraiException e =
                assertThrows(SeraiException.class, () -> prompts.require("chat", session, UnaryOperator.identity()));
        assertTrue(String.valueOf(e.getMessage()).contains("was not complete"), e.getMessage());
        engine.lastSession().refuse(ScriptedEngine.broken("a defect"));
        e = assertThrows(SeraiException.class, () -> prompts.require("chat", session, UnaryOperator.identity()));
        assertTrue(String.valueOf(e.getMessage()).contains("a defect"), e.getMessage());
    }

    @Test
    void aWrongFileIsRefusedWithEveryReason() throws IOException {
        String reason = refusal("""
                timeoutSecond: 3
                prompts:
                  - user: a
                    text: b
                    expect: {exact: x}
                  - text: a
                  - text: a
                    maxTokens: 0
                    expect: {equals: x}
                  - text: a
                    expect: {schema: {type: paragraph}}
                """);
        for (String part : List.of(
                "unknown key 'timeoutSecond'; did you mean 'timeoutSeconds'?",
                "prompt 1 must have either 'user'",
                "prompt 2 has no 'expect'",
                "in prompt 3 'maxTokens' must be",
                "unknown key 'equals'",
                "prompt 3 expects nothing",
                "prompt 4: SERAI-2662")) {
            assertTrue(reason.contains(part), () -> part + " is not in " + reason);
        }
    }

    @Test
    void whatIsNoListOfPromptsIsRefused() throws IOException {
        assertTrue(refusal("").contains("is empty"));
        assertTrue(refusal("prompts: []").contains("at least one prompt"));
        assertTrue(refusal("just words").contains("no mapping"));
        assertTrue(refusal("prompts: [").contains("neither YAML nor JSON"));
        assertTrue(refusal("a: 1\na: 2").contains("neither YAML nor JSON"));
        SeraiException e = assertThrows(SeraiException.class, () -> GoldenPrompts.read(folder.resolve("missing.yaml")));
        assertTrue(String.valueOf(e.getMessage()).contains("cannot be read"), e.getMessage());
    }

    @Test
    void theExampleOfThePageIsRight() throws IOException {
        var example = EXAMPLE.matcher(Files.readString(Path.of("../../docs/swap.md")));
        assertTrue(example.find(), "docs/swap.md has no example");
        assertTrue(read(example.group(1)).count() >= 2);
    }
}
