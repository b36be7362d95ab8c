package org.serai.runtime.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.runtime.inspect.GoldenModels.Golden;
import org.serai.runtime.inspect.Inspection.Outcome;

class PerplexityCommandTest {
    @TempDir
    Path folder;

    static List<Golden> models() {
        return GoldenModels.all().stream()
                .filter(golden ->
                        golden.folder().resolve("logits_p0.npy").toFile().exists())
                .toList();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("models")
    void agreesWithTheLogitsOfTheReference(Golden golden) throws Exception {
        JsonNode ids = golden.prompt(0).get("ids");
        float[] logits = GoldenModels.numbers(golden.folder().resolve("logits_p0.npy"));
        ObjectNode question = Inspection.JSON.createObjectNode();
        question.set("ids", ids);
        Outcome outcome = new Inspection(folder).perplexity(question.toString(), golden.file(), "--exact");
        assertEquals(0, outcome.status(), outcome.toString());
        assertEquals(
                meanNegativeLogLikelihood(logits, ids),
                outcome.answer().get("mean_nll").asDouble(),
                1e-3);
        assertEquals(ids.size(), outcome.answer().get("tokens").asInt());
    }

    private static double meanNegativeLogLikelihood(float[] logits, JsonNode ids) {
        int vocabulary = logits.length / ids.size();
        double sum = 0;
        for (int i = 0; i + 1 < ids.size(); i++) {
            double total = 0;
            for (int id = 0; id < vocabulary; id++) {
                total += Math.exp(logits[i * vocabulary + id]);
            }
            sum += Math.log(total) - logits[i * vocabulary + ids.get(i + 1).asInt()];
        }
        return sum / (ids.size() - 1);
    }

    @Test
    void ratesATextAndRefusesWhatCannotBeRated() throws Exception {
        Golden golden = GoldenModels.all().getFirst();
        String lines = """
                {"text": "Some words to rate"}
                {"ids": [1]}
                {"text": "x", "txt": "y"}
                """;
        Outcome outcome = new Inspection(folder).perplexity(lines, golden.file());
        assertEquals(1, outcome.status());
        assertTrue(outcome.answer().get("mean_nll").asDouble() > 0, outcome.toString());
        assertTrue(outcome.answers().get(1).get("error").asText().contains("at least 2"));
        assertTrue(outcome.answers().get(2).get("error").asText().contains("'txt'"));
    }
}
