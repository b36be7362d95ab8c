package org.serai.runtime.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Prompt;
import org.serai.engine.SamplingParameters;
import org.serai.engine.Source;

/**
 * What an answer depends on. Two requests with equal keys are the same work. Who waits and until when is no part of it.
 *
 * @param source what the work is done for
 * @param model digest of the model
 * @param prompt {@code sha256:…} of the prompt in its canonical form
 * @param parameters everything else that changes the answer, as canonical JSON: names in order, unset ones left out
 */
record EntryKey(Source source, String model, String prompt, String parameters) {
    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** @param request with what its alias fills in */
    static EntryKey of(GenerateRequest request, String modelDigest) {
        Source source = Objects.requireNonNull(request.source(), "The request names no source");
        return new EntryKey(
                source, modelDigest, "sha256:" + sha256(json(prompt(request.prompt()))), json(parameters(request)));
    }

    private static Map<String, Object> prompt(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Chat chat ->
                Map.of(
                        "messages",
                        chat.messages().stream()
                                .map(message -> List.of(message.role(), message.content()))
                                .toList(),
                        "variables",
                        chat.variables());
            case Prompt.Text text -> Map.of("text", text.text());
            case Prompt.Tokens tokens -> Map.of("tokens", tokens.ids());
        };
    }

    private static Map<String, Object> parameters(GenerateRequest request) {
        SamplingParameters sampling = request.sampling();
        Map<String, @Nullable Object> all = new TreeMap<>();
        all.put("temperature", sampling.temperature());
        all.put("topK", sampling.topK());
        all.put("topP", sampling.topP());
        all.put("minP", sampling.minP());
        all.put("typicalP", sampling.typicalP());
        all.put("topNSigma", sampling.topNSigma());
        all.put("repeatPenalty", sampling.repeatPenalty());
        all.put("presencePenalty", sampling.presencePenalty());
        all.put("frequencyPenalty", sampling.frequencyPenalty());
        all.put("repeatLastN", sampling.repeatLastN());
        all.put("logitBias", sampling.logitBias());
        all.put("seed", sampling.seed());
        all.put("maxTokens", request.maxTokens());
        all.put("stop", request.stop().isEmpty() ? null : sorted(request.stop()));
        all.put("topScores", request.topScores() == 0 ? null : request.topScores());
        all.put("scoreKind", request.topScores() == 0 ? null : request.scoreKind());
        all.put("ignoreEos", request.ignoreEos() ? true : null);
        Map<String, Object> set = new TreeMap<>();
        all.forEach((name, value) -> {
            if (value != null) {
                set.put(name, value);
            }
        });
        return set;
    }

    /** Whichever stop string comes first ends the answer, so their order says nothing. */
    private static List<String> sorted(List<String> stop) {
        return stop.stream().distinct().sorted().toList();
    }

    private static String json(Object value) {
        try {
            return CANONICAL.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A request has a value that is not like JSON: " + e.getMessage(), e);
        }
    }

    /** The key of the same work done by another model. */
    EntryKey withModel(String digest) {
        return new EntryKey(source, digest, prompt, parameters);
    }

    /** All of it in 64 hexadecimal digits. Each part is preceded by its length, so that no two keys run together. */
    String hash() {
        StringBuilder all = new StringBuilder();
        for (String part : List.of(source.id(), source.contentDigest(), model, prompt, parameters)) {
            all.append(part.length()).append(':').append(part);
        }
        return sha256(all.toString());
    }

    /** Finds the entries of a source, whatever its length. */
    static String sourceHash(String sourceId) {
        return sha256(sourceId);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
