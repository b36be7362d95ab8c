package org.serai.connector.rest.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.serai.engine.Message;

/** Reads messages, whose content is a string or a list of parts of text. */
final class Messages {
    private static final Set<String> TEXT_PARTS = Set.of("text", "input_text", "output_text");

    private Messages() {}

    /** Reads the messages of a chat completion; at least one is needed. */
    static List<Message> chat(Arguments arguments) {
        List<Arguments> items = arguments.objects("messages").orElseThrow(() -> arguments.missing("messages"));
        if (items.isEmpty()) {
            throw arguments.bad("messages", "is empty, and a model needs something to answer");
        }
        return items.stream().map(Messages::chatMessage).toList();
    }

    private static Message chatMessage(Arguments item) {
        Message message =
                switch (item.requiredText("role")) {
                    case "assistant" -> ToolMessages.assistant(item);
                    case "tool" -> ToolMessages.tool(item);
                    default -> new Message(role(item), content(item));
                };
        if (!message.role().equals("assistant")) {
            item.refuseUnless("tool_calls", node -> node.isArray() && node.isEmpty(), "only an assistant calls tools");
        }
        if (!message.role().equals("tool")) {
            item.refuse("tool_call_id", "only a message of the role tool answers a call");
        }
        item.refuse("function_call", "it is the older form of 'tool_calls'; send that");
        item.refuse("name", "the templates of models have no place for names; write it into the content");
        item.refuse("audio", "models here read text only");
        item.refuse("refusal", "models here have no separate refusals; send it as content");
        item.refuseOthers();
        return message;
    }

    /** The role as templates of models know it. */
    static String role(Arguments item) {
        String role = item.requiredText("role");
        return switch (role) {
            case "system", "user", "assistant" -> role;
            case "developer" -> "system";
            case "tool", "function" ->
                throw item.notHonoured("role", "'" + role + "' is not supported here; chat completions take 'tool'");
            default -> throw item.bad("role", "must be system, developer, user or assistant, not '" + role + "'");
        };
    }

    /** The text of a message; parts are joined with line breaks. */
    static String content(Arguments item) {
        JsonNode content = item.value("content").orElseThrow(() -> item.missing("content"));
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray()) {
            throw item.bad("content", "must be a string or an array of parts");
        }
        List<String> texts = new ArrayList<>();
        for (Arguments part : item.objects("content").orElseThrow()) {
            texts.add(partText(part));
        }
        return String.join("\n", texts);
    }

    private static String partText(Arguments part) {
        String type = part.requiredText("type");
        if (!TEXT_PARTS.contains(type)) {
            throw part.notHonoured("type", "'" + type + "' is not supported: models here read text only");
        }
        String text = part.requiredText("text");
        part.value("annotations"); // what a server said about its own earlier answer
        part.value("logprobs");
        part.refuseOthers();
        return text;
    }
}
