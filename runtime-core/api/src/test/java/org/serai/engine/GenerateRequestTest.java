package org.serai.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenerateRequestTest {
    @Test
    void aCopyThroughTheBuilderIsEqual() {
        GenerateRequest request = GenerateRequest.builder("summarizer", new Prompt.Tokens(new int[] {1, 2, 3}))
                .sampling(
                        new SamplingParameters(0.7, 40, 0.9, 0.05, 0.95, 1.0, 1.1, 0.1, 0.2, 32, Map.of(7, -1.0), 42L))
                .stop(List.of("\n\n"))
                .maxTokens(12)
                .deadline(Instant.EPOCH)
                .priority(Priority.BATCH)
                .topScores(5, GenerateRequest.ScoreKind.RAW_LOGITS)
                .ignoreEos(true)
                .build();

        assertEquals(request, request.toBuilder().build());
        assertNotEquals(request, request.toBuilder().maxTokens(13).build());
    }

    @Test
    void unsetParametersTakeTheDefaultsAndSetOnesStay() {
        SamplingParameters defaults =
                new SamplingParameters(0.7, 40, 0.9, 0.05, 0.95, 1.0, 1.1, 0.1, 0.2, 32, Map.of(7, -1.0), 42L);
        SamplingParameters mine =
                new SamplingParameters(0.0, null, null, null, null, null, null, null, null, 0, null, null);

        assertEquals(defaults, SamplingParameters.UNSET.orElse(defaults));
        assertEquals(
                new SamplingParameters(0.0, 40, 0.9, 0.05, 0.95, 1.0, 1.1, 0.1, 0.2, 0, Map.of(7, -1.0), 42L),
                mine.orElse(defaults));
    }
}
