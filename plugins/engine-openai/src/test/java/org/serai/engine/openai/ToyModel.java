package org.serai.engine.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.serai.engine.openai.ScriptedServer.Exchange;

/**
 * A model on a server that speaks as llama-server does: tokens are words, and which one comes next is drawn from those
 * before it, and from the seed where there is a temperature.
 */
final class ToyModel {
    static final String NAME = "toy";
    static final int CONTEXT = 64;
    private static final int VOCABULARY = 1000;
    private static final JsonMapper MAPPER = new JsonMapper();

    private ToyModel() {}

    static void list(Exchange exchange) throws IOException {
        exchange.head(200, "application/json")
                .raw("{\"object\":\"list\",\"data\":[{\"id\":\"" + NAME + "\",\"object\":\"model\",\"meta\":{\"n_ctx\":"
                        + CONTEXT + "}},{\"id\":\"other\"}]}");
    }

    static void answer(Exchange exchange) throws IOException {
        JsonNode asked = exchange.request().json();
        List<Integer> ids = tokens(asked);
        if (ids.stream().anyMatch(id -> id >= VOCABULARY)) {
            exchange.head(400, "application/json").raw("{\"error\":{\"code\":400,\"message\":\"unknown token\"}}");
            return;
        }
        if (ids.size() > CONTEXT) {
            exchange.head(400, "application/json")
                    .raw("{\"error\":{\"code\":400,\"type\":\"exceed_context_size_error\",\"message\":\"too long\","
                            + "\"n_prompt_tokens\":" + ids.size() + ",\"n_ctx\":" + CONTEXT + "}}");
            return;
        }
        new Speech(asked, ids, exchange).speak();
    }

    private static List<Integer> tokens(JsonNode asked) {
        List<Integer> ids = new ArrayList<>();
        JsonNode prompt = asked.path("prompt");
        if (prompt.isArray()) {
            prompt.forEach(id -> ids.add(id.intValue()));
        } else {
            String text = prompt.isTextual()
                    ? prompt.textValue()
                    : asked.path("messages").toString();
            for (String word : text.split("\\s+", -1)) {
                ids.add(Math.floorMod(word.hashCode(), VOCABULARY));
            }
        }
        return ids;
    }

    /** One answer. */
    private static final class Speech {
        private final JsonNode asked;
        private final List<Integer> ids;
        private final Exchange exchange;
        private final int promptTokens;
        private final boolean chat;
        private final SplittableRandom chance;
        private final StringBuilder text = new StringBuilder();
        private int told;

        Speech(JsonNode asked, List<Integer> prompt, Exchange exchange) {
            this.asked = asked;
            this.ids = new ArrayList<>(prompt);
            this.exchange = exchange;
            this.promptTokens = prompt.size();
            this.chat = asked.has("messages");
            this.chance =
                    new SplittableRandom(isDrawn(asked) ? asked.path("seed").asLong() : 0);
        }

        /** Where a parameter leaves a single token to choose from, nothing is left to chance. */
        private static boolean isDrawn(JsonNode asked) {
            return asked.path("temperature").asDouble() > 0
                    && asked.path("top_k").asInt() != 1
                    && asked.path("top_p").asDouble(1) > 1e-6
                    && asked.path("min_p").asDouble() < 1
                    && (asked.path("top_n_sigma").asDouble() <= 0
                            || asked.path("top_n_sigma").asDouble() > 1e-6);
        }

        void speak() throws IOException {
            exchange.events();
            if (asked.path("tool_choice").asText().equals("required")) {
                call(asked.at("/tools/0/function/name").asText());
                return;
            }
            int room = CONTEXT - promptTokens;
            int most = asked.hasNonNull("max_tokens")
                    ? Math.min(room, asked.path("max_tokens").intValue())
                    : room;
            String reason = "length";
            for (int made = 0; made < most && !reason.equals("stop"); made++) {
                int id = Math.floorMod(ids.hashCode() + chance.nextInt(), VOCABULARY);
                ids.add(id);
                text.append(word(id, made));
                int stop = stop();
                if (stop >= 0) {
                    text.setLength(stop);
                    reason = "stop";
                }
                piece(id);
            }
            ObjectNode last = MAPPER.createObjectNode();
            choice(last, "").put("finish_reason", reason);
            exchange.event(last.toString());
            ObjectNode usage = MAPPER.createObjectNode();
            usage.putArray("choices");
            usage.putObject("usage")
                    .put("prompt_tokens", promptTokens)
                    .put("completion_tokens", ids.size() - promptTokens);
            exchange.event(usage.toString());
            exchange.done();
        }

        /** Calls a tool, whose arguments come in two pieces. */
        private void call(String tool) throws IOException {
            ObjectNode first = MAPPER.createObjectNode();
            ObjectNode begun = callPiece(first).put("id", "call_toy").put("type", "function");
            begun.putObject("function").put("name", tool).put("arguments", "{\"city\":");
            exchange.event(first.toString());
            ObjectNode second = MAPPER.createObjectNode();
            callPiece(second).putObject("function").put("arguments", "\"Edo\"}");
            exchange.event(second.toString());
            exchange.end("tool_calls", promptTokens, 2);
        }

        private static ObjectNode callPiece(ObjectNode event) {
            return event.putArray("choices")
                    .addObject()
                    .put("index", 0)
                    .putObject("delta")
                    .putArray("tool_calls")
                    .addObject()
                    .put("index", 0);
        }

        private String word(int id, int place) {
            boolean json = asked.has("response_format");
            return json && place == 0 ? "{" : " w" + id;
        }

        private int stop() {
            for (JsonNode stop : asked.path("stop")) {
                int place = text.indexOf(stop.textValue());
                if (place >= 0) {
                    return place;
                }
            }
            return -1;
        }

        /** What is new and can be no part of a stop string that is not complete yet. */
        private void piece(int id) throws IOException {
            int longest = 0;
            for (JsonNode stop : asked.path("stop")) {
                longest = Math.max(longest, stop.textValue().length());
            }
            boolean ends = stop() < 0 && longest == 0;
            int sure = ends ? text.length() : Math.max(told, text.length() - longest);
            String fresh = text.substring(Math.min(told, sure), sure);
            told = Math.max(told, sure);
            ObjectNode event = MAPPER.createObjectNode();
            ObjectNode choice = choice(event, fresh);
            if (asked.hasNonNull("logprobs")) {
                scores(choice.putObject("logprobs").putArray("content"), id);
            }
            exchange.event(event.toString());
        }

        private ObjectNode choice(ObjectNode event, String fresh) {
            ObjectNode choice = event.putArray("choices").addObject().put("index", 0);
            if (chat) {
                choice.putObject("delta").put("content", fresh);
            } else {
                choice.put("text", fresh);
            }
            choice.putNull("finish_reason");
            return choice;
        }

        /** The chosen token is the likeliest. */
        private void scores(ArrayNode content, int id) {
            ObjectNode chosen = content.addObject();
            score(chosen, id, -0.5);
            ArrayNode top = chosen.putArray("top_logprobs");
            int count = asked.path(chat ? "top_logprobs" : "logprobs").asInt();
            for (int i = 0; i < count; i++) {
                score(top.addObject(), (id + i) % VOCABULARY, -0.5 - i);
            }
        }

        private static void score(ObjectNode target, int id, double value) {
            target.put("id", id).put("token", " w" + id).put("logprob", value);
            " w".chars().forEach(target.withArray("bytes")::add);
        }
    }
}
