package org.serai.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serai.engine.Capability;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerateRequest.ScoreKind;
import org.serai.engine.GenerationResult;
import org.serai.engine.Message;
import org.serai.engine.OutputFormat;
import org.serai.engine.Prompt;
import org.serai.engine.Residency;
import org.serai.engine.SamplingParameters;
import org.serai.engine.Tools;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;

/** Parameters: each is honoured or refused by name, never ignored. */
public interface ParameterContract extends EngineUnderTest {
    @Test
    default void refusesBadRequests() {
        GenerateRequest good = ask().request(prompt(), 1);
        List<GenerateRequest> bad = List.of(
                ask().request(new Prompt.Tokens(new int[0]), 1),
                ask().request(new Prompt.Tokens(new int[] {-1}), 1),
                ask().request(new Prompt.Tokens(new int[] {Integer.MAX_VALUE}), 1),
                ask().request(prompt(), 0),
                good.toBuilder().stop(List.of("")).build(),
                good.toBuilder().topScores(-1, ScoreKind.LOGPROBS).build(),
                good.toBuilder().sampling(Asking.sampling(Double.NaN, null)).build());

        for (GenerateRequest request : bad) {
            assertEquals(ErrorCategory.INVALID, ask().refusal(request).code().category(), request.toString());
        }
    }

    @Test
    default void heedsWhereARequestMayBeWorkedOn() throws Exception {
        GenerateRequest local = ask().request(prompt(), 2).toBuilder()
                .residency(Residency.LOCAL_ONLY)
                .build();

        if (isRemote()) {
            assertEquals(ErrorCategory.UNSUPPORTED, ask().refusal(local).code().category());
        } else {
            assertEquals(2, ask().generate(local).completionTokens());
        }
    }

    /** What a session says that it can do it does, and everything else it refuses by name. */
    @ParameterizedTest
    @EnumSource
    default void doesWhatItSaysThatItCan(Capability capability) throws Exception {
        GenerateRequest asked = asking(capability);
        assertEquals(Set.of(capability), Capability.neededBy(asked));

        if (session().info().capabilities().contains(capability)) {
            GenerationResult result = ask().generate(asked);
            switch (capability) {
                case JSON_OBJECT, JSON_SCHEMA ->
                    assertTrue(result.text().strip().startsWith("{"), result.text());
                case TOOLS ->
                    assertEquals("weather", result.toolCalls().getFirst().name(), result.toString());
            }
        } else {
            String name = capability == Capability.TOOLS ? "tools" : capability.wireName();
            requireUnsupported(name, ask().refusal(asked));
        }
    }

    private GenerateRequest asking(Capability capability) {
        Map<String, ?> schema = Map.of("type", "object");
        GenerateRequest.Builder request = GenerateRequest.builder(
                        model().name(), new Prompt.Chat(List.of(new Message("user", "Answer with JSON."))))
                .maxTokens(8);
        GenerateRequest.Builder demanding =
                switch (capability) {
                    case JSON_OBJECT -> request.format(new OutputFormat.JsonObject());
                    case JSON_SCHEMA -> request.format(new OutputFormat.JsonSchema("anything", schema));
                    case TOOLS ->
                        request.tools(new Tools(
                                List.of(new Tools.Tool("weather", "Tells the weather", schema, null)),
                                new Tools.Choice.Required(),
                                null));
                };
        return demanding.build();
    }

    /** Where a parameter leaves a single token to choose from, no temperature changes the answer. */
    @Test
    default void honoursEachSamplingParameterOrRefusesItByName() throws Exception {
        String greedy = ask().generate(ask().request(prompt(), 8)).text();
        Map<String, SamplingParameters> narrow = Map.of(
                "topK", new SamplingParameters(2.0, 1, null, null, null, null, null, null, null, null, null, 7L),
                "topP", new SamplingParameters(2.0, null, 1e-9, null, null, null, null, null, null, null, null, 7L),
                "minP", new SamplingParameters(2.0, null, null, 1.0, null, null, null, null, null, null, null, 7L),
                "topNSigma",
                        new SamplingParameters(2.0, null, null, null, null, 1e-9, null, null, null, null, null, 7L));

        for (Map.Entry<String, SamplingParameters> parameter : narrow.entrySet()) {
            GenerateRequest asked = ask().request(prompt(), 8).toBuilder()
                    .sampling(parameter.getValue())
                    .build();
            try {
                assertEquals(greedy, ask().ended(session(), asked).text(), parameter.getKey());
            } catch (SeraiException refusal) {
                requireUnsupported(parameter.getKey(), refusal);
            }
        }
    }

    @Test
    default void takesABiasOnTokensOrRefusesItByName() throws Exception {
        List<Integer> greedy = ask().generate(ask().request(prompt(), 4)).ids();
        int first = greedy.isEmpty() ? 5 : greedy.getFirst();
        GenerateRequest biased = ask().request(prompt(), 4).toBuilder()
                .sampling(new SamplingParameters(
                        null, null, null, null, null, null, null, null, null, null, Map.of(first, -100.0), null))
                .build();
        try {
            List<Integer> ids = ask().ended(session(), biased).ids();
            assertTrue(ids.isEmpty() || !ids.contains(first), ids.toString());
        } catch (SeraiException refusal) {
            requireUnsupported("logitBias", refusal);
        }
    }

    @Test
    default void tellsLogitsAsTheyAreOrRefuses() throws Exception {
        GenerateRequest asked = ask().request(prompt(), 4).toBuilder()
                .topScores(2, ScoreKind.RAW_LOGITS)
                .build();
        try {
            assertEquals(4, ask().ended(session(), asked).scores().size());
        } catch (SeraiException refusal) {
            requireUnsupported("logits", refusal);
        }
    }

    /** A refusal says what it is about, and which engine or server it was that could not. */
    private static void requireUnsupported(String parameter, SeraiException refusal) {
        assertEquals(ErrorCategory.UNSUPPORTED, refusal.code().category(), refusal.getMessage());
        assertTrue(String.valueOf(refusal.getMessage()).contains(parameter), refusal.getMessage());
    }
}
