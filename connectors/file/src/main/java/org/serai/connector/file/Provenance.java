package org.serai.connector.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;
import org.serai.delivery.Delivered;
import org.serai.delivery.ExchangeProperties;
import org.serai.error.SeraiException;

/** Writes what an outcome came from: the sidecar of an answer and the reason of a failure, both JSON in UTF-8. */
final class Provenance {
    private static final String SERAI = "CamelSerai";
    private static final String OWN = "CamelSeraiFile";

    /** The headers that say how an answer was made; all others are parameters of the request. */
    private static final Set<String> ANSWER = Set.of(
            "alias",
            "parameters",
            "replayed",
            "promptDigest",
            "aliasVersion",
            "requeued",
            "model",
            "digest",
            "engine",
            "device",
            "finishReason",
            "promptTokens",
            "completionTokens",
            "totalTokens",
            "queuedMillis",
            "prefillMillis",
            "decodeMillis",
            "tokensPerSecond",
            "seed");

    private final String route;
    private final Path inbox;

    Provenance(String route, Path inbox) {
        this.route = route;
        this.inbox = inbox;
    }

    /** The sidecar of an answer. */
    byte[] ofAnswer(Document document, Exchange exchange, byte[] answer, int attempt, Instant taken) {
        JsonObject answerJson = new JsonObject();
        JsonObject parameters = new JsonObject();
        seraiHeaders(exchange)
                .forEach((name, value) -> (ANSWER.contains(name) ? answerJson : parameters).put(name, value));
        JsonObject output = new JsonObject();
        output.put("bytes", answer.length);
        output.put("sha256", DocumentReader.sha256(answer));

        JsonObject json = new JsonObject();
        json.put("input", input(document));
        json.put("output", output);
        json.put("route", route);
        json.put("exchange", exchange.getExchangeId());
        json.put("source", source(exchange));
        json.put("attempt", attempt);
        json.put("taken", taken.toString());
        json.put("finished", Instant.now().toString());
        json.put("answer", answerJson);
        json.put("parameters", parameters);
        return bytes(json);
    }

    private static @Nullable String source(Exchange exchange) {
        @Nullable Delivered delivered = exchange.getProperty(ExchangeProperties.DELIVERED, Delivered.class);
        return delivered == null ? null : delivered.sourceId().orElse(null);
    }

    private static Map<String, Object> seraiHeaders(Exchange exchange) {
        Map<String, Object> headers = new TreeMap<>();
        exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (name.startsWith(SERAI) && !name.startsWith(OWN) && name.length() > SERAI.length() && value != null) {
                Object plain = value instanceof Number || value instanceof Boolean ? value : value.toString();
                headers.put(key(name), plain);
            }
        });
        return headers;
    }

    private static String key(String header) {
        String name = header.substring(SERAI.length());
        return name.equals("ResponseModel")
                ? "model"
                : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static JsonObject input(Document document) {
        JsonObject input = name(document.path().toString(), document.state());
        input.put("sha256", document.sha256());
        input.put("contentType", document.type().contentType());
        return input;
    }

    private static JsonObject name(String name, FileState state) {
        JsonObject input = new JsonObject();
        input.put("name", name);
        input.put("bytes", state.size());
        input.put("modified", state.modified().toString());
        return input;
    }

    /**
     * The reason of a failure.
     *
     * @param source what the delivery is called; null where it never began
     */
    byte[] ofFailure(Inbox.Found found, SeraiException failure, int attempts, @Nullable String source) {
        JsonObject json = new JsonObject();
        json.put("code", failure.code().toString());
        json.put("category", failure.code().category().name());
        json.put("message", failure.getMessage());
        json.put("attempts", attempts);
        json.put("time", Instant.now().toString());
        json.put("route", route);
        json.put("inbox", inbox.toString());
        if (source != null) {
            json.put("source", source);
        }
        json.put("input", name(found.path().toString(), found.state()));
        return bytes(json);
    }

    private static byte[] bytes(JsonObject json) {
        return (Jsoner.prettyPrint(json.toJson()) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
