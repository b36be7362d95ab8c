package org.serai.runtime.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
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
import org.serai.engine.OutputFormat;
import org.serai.engine.Source;
import org.serai.engine.Tools;

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
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    /** @param request with what its alias fills in */
    static EntryKey of(GenerateRequest request, String modelDigest) {
        Source source = Objects.requireNonNull(request.source(), "The request names no source");
        return new EntryKey(source, modelDigest, "sha256:" + sha256(json(request.prompt())), json(parameters(request)));
    }

    private static Map<String, @Nullable Object> parameters(GenerateRequest request) {
        boolean scores = request.topScores() > 0;
        Map<String, @Nullable Object> all = new TreeMap<>();
        all.put("sampling", request.sampling());
        all.put("maxTokens", request.maxTokens());
        all.put("stop", sorted(request.stop()));
        all.put("topScores", scores ? request.topScores() : null);
        all.put("scoreKind", scores ? request.scoreKind() : null);
        all.put("ignoreEos", request.ignoreEos());
        all.put("format", format(request.format()));
        all.put("tools", tools(request.tools()));
        return all;
    }

    private static @Nullable Object format(@Nullable OutputFormat format) {
        return switch (format) {
            case null -> null;
            case OutputFormat.JsonObject object -> "json";
            case OutputFormat.JsonSchema schema -> schema;
        };
    }

    private static @Nullable Object tools(@Nullable Tools tools) {
        return tools == null
                ? null
                : Map.of(
                        "offered",
                        tools.offered(),
                        "choice",
                        tools.choice().toString(),
                        "parallel",
                        String.valueOf(tools.parallel()));
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
