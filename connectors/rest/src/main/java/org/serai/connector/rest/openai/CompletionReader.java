package org.serai.connector.rest.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.serai.connector.rest.http.HttpException;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Prompt;

/** Reads the request of a text completion. */
final class CompletionReader implements InquiryReader {
    @Override
    public Inquiry read(Arguments arguments, String id, long created) {
        String model = Inquiry.model(arguments);
        List<Prompt> prompts = prompts(arguments);
        boolean stream = StreamOptions.stream(arguments);
        boolean includeUsage = StreamOptions.includeUsage(arguments, stream);
        int choices =
                arguments.integer("n", 1, Inquiry.MOST_CHOICES / prompts.size()).orElse(1);
        Scoring scoring = Scoring.completion(arguments);
        refuse(arguments, choices);
        List<GenerateRequest> generations = prompts.stream()
                .map(prompt -> request(model, prompt, arguments, scoring))
                .flatMap(request -> Inquiry.choices(request, choices).stream())
                .toList();
        arguments.refuseOthers();
        CompletionForm form = new CompletionForm("cmpl-" + id, created, model, choices, scoring, includeUsage);
        return new Inquiry(generations, choices, stream, form);
    }

    private static GenerateRequest request(String model, Prompt prompt, Arguments arguments, Scoring scoring) {
        GenerateRequest.Builder request = GenerateRequest.builder(model, prompt)
                .maxTokens(arguments.integer("max_tokens", 1, Integer.MAX_VALUE).orElse(null));
        SamplingArguments.read(arguments, request);
        scoring.ask(request);
        return request.build();
    }

    private static void refuse(Arguments arguments, int choices) {
        arguments.refuseUnless(
                "echo", node -> node.isBoolean() && !node.booleanValue(), "send back the prompt yourself");
        arguments.refuseUnless(
                "best_of",
                node -> node.isInt() && node.intValue() == choices,
                "every choice is sent, so it must equal 'n'");
        arguments.refuseUnless(
                "suffix",
                node -> node.isTextual() && node.textValue().isEmpty(),
                "models here do not fill in the middle");
    }

    private static List<Prompt> prompts(Arguments arguments) {
        JsonNode node = arguments.value("prompt").orElseThrow(() -> arguments.missing("prompt"));
        if (node.isTextual()) {
            return List.of(new Prompt.Text(node.textValue()));
        }
        if (!node.isArray() || node.isEmpty()) {
            throw badPrompt(arguments);
        }
        if (isTokens(node)) {
            return List.of(tokens(node));
        }
        if (node.size() > Inquiry.MOST_CHOICES) {
            throw arguments.bad(
                    "prompt", "has " + node.size() + " prompts, and " + Inquiry.MOST_CHOICES + " are the most");
        }
        return IntStream.range(0, node.size())
                .mapToObj(index -> prompt(node.get(index), arguments))
                .toList();
    }

    private static Prompt prompt(JsonNode node, Arguments arguments) {
        if (node.isTextual()) {
            return new Prompt.Text(node.textValue());
        }
        if (!isTokens(node)) {
            throw badPrompt(arguments);
        }
        return tokens(node);
    }

    private static boolean isTokens(JsonNode node) {
        return node.isArray() && !node.isEmpty() && node.valueStream().allMatch(JsonNode::isInt);
    }

    private static Prompt.Tokens tokens(JsonNode node) {
        return new Prompt.Tokens(node.valueStream().mapToInt(JsonNode::intValue).toArray());
    }

    private static HttpException badPrompt(Arguments arguments) {
        return arguments.bad(
                "prompt", "must be a string, an array of token ids, or an array of one of these, and not empty");
    }
}
