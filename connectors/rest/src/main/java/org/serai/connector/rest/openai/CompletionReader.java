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
        Integer maxTokens =
                arguments.integer("max_tokens", 1, Integer.MAX_VALUE).orElse(null);
        refuse(arguments, choices);
        GenerateRequest.Builder common = GenerateRequest.builder(model, prompts.getFirst());
        SamplingArguments.read(arguments, common);
        scoring.ask(common);
        arguments.refuseOthers();
        GenerateRequest request = common.maxTokens(maxTokens).build();
        List<GenerateRequest> generations = prompts.stream()
                .flatMap(prompt -> Inquiry.choices(withPrompt(request, prompt), choices).stream())
                .toList();
        CompletionForm form = new CompletionForm("cmpl-" + id, created, model, choices, scoring, includeUsage);
        return new Inquiry(generations, choices, stream, form);
    }

    private static GenerateRequest withPrompt(GenerateRequest request, Prompt prompt) {
        return new GenerateRequest(
                request.model(),
                prompt,
                request.sampling(),
                request.stop(),
                request.maxTokens(),
                request.deadline(),
                request.priority(),
                request.topScores(),
                request.scoreKind(),
                request.ignoreEos(),
                request.source());
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
