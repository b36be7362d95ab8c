package org.serai.runtime.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerateRequest.ScoreKind;
import org.serai.engine.Message;
import org.serai.engine.Priority;
import org.serai.engine.Prompt;
import org.serai.engine.SamplingParameters;

/** Reads a line of {@code serai model generate} as a request. */
final class GenerateLine {
    private GenerateLine() {}

    /**
     * The request that a line asks for.
     *
     * @throws org.serai.error.SeraiException where a field is missing, wrong or unknown
     */
    static GenerateRequest request(Fields line, String model) {
        GenerateRequest.Builder request = GenerateRequest.builder(model, prompt(line))
                .sampling(sampling(line))
                .stop(line.texts("stop").orElse(List.of()))
                .maxTokens(line.integer("max_tokens").orElse(null))
                .ignoreEos(line.bool("ignore_eos").orElse(false))
                .priority(Priority.INTERACTIVE);
        addScores(line, request);
        line.refuseOthers();
        return request.build();
    }

    private static Prompt prompt(Fields line) {
        return switch (line.exactlyOne("ids", "prompt", "messages")) {
            case "ids" -> new Prompt.Tokens(line.ids("ids").orElseThrow());
            case "prompt" -> new Prompt.Text(line.text("prompt").orElseThrow());
            default -> new Prompt.Chat(messages(line), variables(line));
        };
    }

    private static List<Message> messages(Fields line) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode node : line.array("messages").orElseThrow()) {
            if (!(node instanceof ObjectNode object)) {
                throw Fields.bad("The field 'messages' must be an array of objects with role and content");
            }
            messages.add(message(new Fields(object)));
        }
        return messages;
    }

    /** A message that calls tools may have no text. */
    private static Message message(Fields message) {
        String role = message.text("role").orElseThrow(() -> Fields.bad("A message needs the field 'role', a string"));
        Optional<String> content = message.text("content");
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        message.array("tool_calls").ifPresent(calls -> put(fields, "tool_calls", calls));
        for (String name : List.of("tool_call_id", "name", "reasoning_content")) {
            message.text(name).ifPresent(value -> fields.put(name, value));
        }
        message.refuseOthers();
        if (content.isEmpty() && !fields.containsKey("tool_calls")) {
            throw Fields.bad("A message needs the field 'content', a string, or 'tool_calls'");
        }
        return new Message(role, content.orElse(""), fields);
    }

    private static Map<String, @Nullable Object> variables(Fields line) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        line.object("variables").ifPresent(given -> given.properties()
                .forEach(entry -> put(variables, entry.getKey(), entry.getValue())));
        line.array("tools").ifPresent(tools -> put(variables, "tools", tools));
        return variables;
    }

    private static void put(Map<String, @Nullable Object> variables, String name, JsonNode value) {
        variables.put(name, JsonLines.plain(value));
    }

    private static SamplingParameters sampling(Fields line) {
        return new SamplingParameters(
                line.number("temperature").orElse(null),
                line.integer("top_k").orElse(null),
                line.number("top_p").orElse(null),
                line.number("min_p").orElse(null),
                line.number("typical_p").orElse(null),
                line.number("top_n_sigma").orElse(null),
                line.number("repeat_penalty").orElse(null),
                line.number("presence_penalty").orElse(null),
                line.number("frequency_penalty").orElse(null),
                line.integer("repeat_last_n").orElse(null),
                line.numbersById("logit_bias").orElse(null),
                line.longInteger("seed").orElse(null));
    }

    private static void addScores(Fields line, GenerateRequest.Builder request) {
        Optional<Integer> logprobs = line.integer("logprobs");
        Optional<Integer> rawLogits = line.integer("raw_logits");
        if (logprobs.isPresent() && rawLogits.isPresent()) {
            throw Fields.bad("A line may ask for logprobs or for raw_logits, not for both");
        }
        logprobs.ifPresent(count -> request.topScores(count, ScoreKind.LOGPROBS));
        rawLogits.ifPresent(count -> request.topScores(count, ScoreKind.RAW_LOGITS));
    }
}
