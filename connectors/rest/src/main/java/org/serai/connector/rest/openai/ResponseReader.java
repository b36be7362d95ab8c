package org.serai.connector.rest.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Message;
import org.serai.engine.OutputFormat;
import org.serai.engine.Prompt;

/** Reads the request of a response. Nothing is kept between requests, so each brings its whole conversation. */
final class ResponseReader implements InquiryReader {
    private static final String LOGPROBS = "message.output_text.logprobs";
    private static final String STATELESS = "nothing is kept between requests; send the whole conversation as 'input'";

    @Override
    public Inquiry read(Arguments arguments, String id, long created) {
        String model = Inquiry.model(arguments);
        boolean stream = StreamOptions.stream(arguments);
        Optional<String> instructions = arguments.text("instructions");
        GenerateRequest.Builder builder = GenerateRequest.builder(
                        model, new Prompt.Chat(messages(instructions, arguments)))
                .maxTokens(arguments
                        .integer("max_output_tokens", 1, Integer.MAX_VALUE)
                        .orElse(null));
        SamplingArguments.read(arguments, builder);
        builder.format(format(arguments));
        Scoring scoring = scoring(arguments);
        scoring.ask(builder);
        ResponseForm.Echoed echoed = new ResponseForm.Echoed(
                instructions.orElse(null),
                arguments.text("user").orElse(null),
                arguments.labels("metadata").orElse(Map.of()));
        refuse(arguments);
        arguments.refuseOthers();
        GenerateRequest request = builder.build();
        return new Inquiry(List.of(request), 1, stream, new ResponseForm(id, created, request, scoring, echoed));
    }

    private static List<Message> messages(Optional<String> instructions, Arguments arguments) {
        List<Message> messages = new ArrayList<>();
        instructions.ifPresent(text -> messages.add(new Message("system", text)));
        JsonNode input = arguments.value("input").orElseThrow(() -> arguments.missing("input"));
        if (input.isTextual()) {
            messages.add(new Message("user", input.textValue()));
            return messages;
        }
        List<Arguments> items = arguments.objects("input").orElseThrow();
        if (items.isEmpty()) {
            throw arguments.bad("input", "is empty, and a model needs something to answer");
        }
        items.forEach(item -> messages.add(message(item)));
        return messages;
    }

    private static Message message(Arguments item) {
        item.refuseUnless(
                "type",
                node -> node.asText().equals("message"),
                "models here read and write messages, and call no tools");
        item.text("id"); // of an earlier answer, which is not looked up
        item.text("status");
        item.refuse("phase", "the templates of models have no place for it");
        Message message = new Message(Messages.role(item), Messages.content(item));
        item.refuseOthers();
        return message;
    }

    private static Scoring scoring(Arguments arguments) {
        List<String> include = arguments.texts("include").orElse(List.of());
        for (String wanted : include) {
            if (!wanted.equals(LOGPROBS)) {
                throw arguments.notHonoured("include", "'" + wanted + "' is not supported; only " + LOGPROBS + " is");
            }
        }
        Optional<Integer> top = arguments.integer("top_logprobs", 0, Scoring.MOST_ALTERNATIVES);
        boolean wanted = !include.isEmpty() || top.orElse(0) > 0;
        return new Scoring(wanted, top.orElse(0), arguments.has("stop"));
    }

    private static void refuse(Arguments arguments) {
        refuseTools(arguments);
        arguments.refuse("previous_response_id", STATELESS);
        arguments.refuse("conversation", STATELESS);
        arguments.refuse("context_management", STATELESS);
        arguments.refuseUnless(
                "background", ResponseReader::isFalse, "the answer is not kept; hand the document to a route instead");
        arguments.refuse("background_options", "the answer is not kept; hand the document to a route instead");
        arguments.refuse("prompt", "no prompts are kept on this server; send the text as 'input'");
        arguments.refuse("reasoning", "models here have no setting for it");
        arguments.refuseUnless(
                "truncation",
                node -> node.asText().equals("disabled"),
                "nothing is cut off unseen; a prompt that is too long is refused with its length");
        arguments.object("stream_options").ifPresent(options -> {
            StreamOptions.refuseObfuscation(options);
            options.refuseOthers();
        });
    }

    private static void refuseTools(Arguments arguments) {
        String reason = "chat completions take tools, responses do not";
        arguments.refuseUnless("tools", node -> node.isArray() && node.isEmpty(), reason);
        arguments.refuseUnless("tool_choice", node -> Set.of("none", "auto").contains(node.asText()), reason);
        arguments.refuse("max_tool_calls", reason);
        arguments.bool("parallel_tool_calls"); // says how to call several tools, and there is none
    }

    private static @Nullable OutputFormat format(Arguments arguments) {
        Arguments text = arguments.object("text").orElse(null);
        if (text == null) {
            return null;
        }
        OutputFormat format =
                text.object("format").map(FormatArgument::response).orElse(null);
        text.refuseUnless("verbosity", node -> node.asText().equals("medium"), "say it in the input");
        text.refuseOthers();
        return format;
    }

    private static boolean isFalse(JsonNode node) {
        return node.isBoolean() && !node.booleanValue();
    }
}
