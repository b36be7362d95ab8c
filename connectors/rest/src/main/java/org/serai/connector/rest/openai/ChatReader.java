package org.serai.connector.rest.openai;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Message;
import org.serai.engine.Prompt;
import org.serai.engine.Tools;

/** Reads the request of a chat completion. */
final class ChatReader implements InquiryReader {
    @Override
    public Inquiry read(Arguments arguments, String id, long created) {
        String model = Inquiry.model(arguments);
        boolean stream = StreamOptions.stream(arguments);
        boolean includeUsage = StreamOptions.includeUsage(arguments, stream);
        int choices = arguments.integer("n", 1, Inquiry.MOST_CHOICES).orElse(1);
        Scoring scoring = Scoring.chat(arguments);
        List<Message> messages = Messages.chat(arguments);
        Tools tools = ToolArguments.read(arguments);
        if (tools == null) {
            ToolMessages.refuseWithoutTools(arguments, messages);
        }
        GenerateRequest.Builder request = GenerateRequest.builder(model, new Prompt.Chat(messages))
                .maxTokens(maxTokens(arguments))
                .format(arguments
                        .object("response_format")
                        .map(FormatArgument::chat)
                        .orElse(null))
                .tools(tools);
        SamplingArguments.read(arguments, request);
        scoring.ask(request);
        refuse(arguments);
        arguments.refuseOthers();
        ChatForm form = new ChatForm("chatcmpl-" + id, created, model, choices, scoring, includeUsage);
        return new Inquiry(Inquiry.choices(request.build(), choices), choices, stream, form);
    }

    private static @Nullable Integer maxTokens(Arguments arguments) {
        Optional<Integer> older = arguments.integer("max_tokens", 1, Integer.MAX_VALUE);
        Optional<Integer> newer = arguments.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
        if (older.isPresent() && newer.isPresent() && !older.equals(newer)) {
            throw arguments.bad("max_tokens", "is the older name of 'max_completion_tokens', and they differ");
        }
        return newer.or(() -> older).orElse(null);
    }

    private static void refuse(Arguments arguments) {
        arguments.refuseUnless(
                "modalities",
                node -> node.isArray()
                        && node.valueStream().allMatch(item -> item.asText().equals("text")),
                "models here write text only");
        arguments.refuseUnless("verbosity", node -> node.asText().equals("medium"), "say it in the messages");
        arguments.refuse("reasoning_effort", "models here have no setting for it");
        arguments.refuse("audio", "models here write text only");
        arguments.refuse("prediction", "predicted outputs are not used on this server");
        arguments.refuse("web_search_options", "models here do not search the web");
        arguments.refuse("metadata", "it belongs to stored answers, and none is stored on this server");
    }
}
