package org.serai.runtime.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.error.SeraiException;
import org.serai.runtime.inspect.Inspection.Outcome;
import org.serai.tck.Goldens;

class RenderCommandTest {
    private static final String HELLO = "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello 😀\"}]}";

    @TempDir
    Path folder;

    private VocabularyFile vocabulary() {
        return new VocabularyFile()
                .string("general.architecture", "llama")
                .strings("tokenizer.ggml.tokens", List.of("<unk>", "<s>", "</s>"))
                .integer("tokenizer.ggml.bos_token_id", 1)
                .integer("tokenizer.ggml.eos_token_id", 2);
    }

    @Test
    void rendersTheModelsOwnTemplateWithItsOwnTokens() throws Exception {
        Path model = vocabulary()
                .string(
                        "tokenizer.chat_template",
                        "{{ bos_token }}{% for m in messages %}{{ m.content ~ eos_token }}{% endfor %}"
                                + "{% if add_generation_prompt %}>{% endif %}{{ mood }}")
                .write(folder.resolve("vocabulary.gguf"));
        String lines = HELLO + "\n" + HELLO.replace("]}", "], \"add_generation_prompt\": true, \"mood\": \"glad\"}")
                + "\n" + HELLO.replace("]}", "], \"bos_token\": \"[\", \"eos_token\": \"]\"}");
        Outcome outcome = new Inspection(folder).render(lines, model);
        assertEquals(0, outcome.status());
        assertEquals(
                List.of("<s>Hello 😀</s>", "<s>Hello 😀</s>>glad", "[Hello 😀]"),
                outcome.answers().stream()
                        .map(answer -> answer.get("text").asText())
                        .toList());
    }

    @Test
    void saysThatAModelHasNoTemplate() throws Exception {
        Path model = vocabulary().write(folder.resolve("vocabulary.gguf"));
        SeraiException error = assertThrows(SeraiException.class, () -> new Inspection(folder).render(HELLO, model));
        assertEquals(InspectErrors.NO_TEMPLATE, error.code());
    }

    @Test
    void answersWhatATemplateRaises() throws Exception {
        Path template = Files.writeString(
                folder.resolve("strict.jinja"),
                "{% if messages[0].role != 'system' %}{{ raise_exception('A system message must come first') }}{% endif %}ok");
        Outcome outcome = new Inspection(folder)
                .render(HELLO + "\n" + HELLO.replace("user", "system"), "--template", template.getFileName());
        assertEquals(1, outcome.status());
        assertTrue(outcome.error().endsWith(": A system message must come first"), outcome.error());
        assertEquals("ok", outcome.answers().get(1).get("text").asText());
    }

    @Test
    void needsAModelOrATemplate() throws Exception {
        assertEquals(2, new Inspection(folder).render(HELLO).status());
    }

    @Test
    void refusesALineWithoutMessages() throws Exception {
        Path template = Files.writeString(folder.resolve("empty.jinja"), "");
        Outcome outcome = new Inspection(folder).render("{\"tools\": []}", "--template", template);
        assertEquals(1, outcome.status());
        assertTrue(outcome.error().contains("'messages'"), outcome.error());
    }

    /** The scenarios of the reference for one template, by way of the command. */
    @Test
    void rendersABareTemplateAsTheReference() throws Exception {
        Path goldens = Goldens.directory("templates");
        JsonNode scenarios = Inspection.read(goldens.resolve("scenarios.json"));
        List<JsonNode> rendered = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (String line : Files.readAllLines(goldens.resolve("rendered.jsonl"))) {
            JsonNode golden = Inspection.JSON.readTree(line);
            if (golden.get("template").asText().equals("own_mistral_v3") && golden.has("rendered")) {
                rendered.add(golden);
                ObjectNode question =
                        scenarios.get(golden.get("scenario").asText()).deepCopy();
                question.setAll((ObjectNode) question.remove("kwargs"));
                question.set("add_generation_prompt", golden.get("add_generation_prompt"));
                question.set("bos_token", golden.get("bos_token"));
                question.set("eos_token", golden.get("eos_token"));
                lines.append(question).append('\n');
            }
        }
        assertFalse(rendered.isEmpty());
        Path template = goldens.resolve("jinja").resolve("own_mistral_v3.jinja");
        Outcome outcome = new Inspection(folder).render(lines.toString(), "--template", template);
        assertEquals(0, outcome.status());
        for (int i = 0; i < rendered.size(); i++) {
            assertEquals(
                    rendered.get(i).get("rendered"),
                    outcome.answers().get(i).get("text"),
                    rendered.get(i).toString());
        }
    }
}
