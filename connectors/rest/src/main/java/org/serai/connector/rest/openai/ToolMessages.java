package org.serai.connector.rest.openai;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.serai.engine.Message;

/** Messages of a conversation in which tools were called: those that call, and those that answer a call. */
final class ToolMessages {
    private ToolMessages() {}

    /** A message of the model; with calls it may have no text. */
    static Message assistant(Arguments item) {
        List<Arguments> calls = item.objects("tool_calls").orElse(List.of());
        if (calls.isEmpty()) {
            return new Message("assistant", Messages.content(item));
        }
        List<Map<String, Object>> made = new ArrayList<>();
        calls.forEach(call -> made.add(call(call)));
        String content = item.has("content") ? Messages.content(item) : "";
        return new Message("assistant", content, Map.of("tool_calls", made));
    }

    private static Map<String, Object> call(Arguments item) {
        String id = item.requiredText("id");
        item.refuseUnless("type", node -> node.asText().equals("function"), "tools are functions here");
        Arguments function = item.object("function").orElseThrow(() -> item.missing("function"));
        Map<String, Object> called = new LinkedHashMap<>();
        called.put("name", function.requiredText("name"));
        called.put("arguments", function.requiredText("arguments"));
        function.refuseOthers();
        item.value("index"); // clients that join a stream leave it in
        item.refuseOthers();
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("id", id);
        call.put("type", "function");
        call.put("function", called);
        return call;
    }

    /** What a tool answered. */
    static Message tool(Arguments item) {
        return new Message("tool", Messages.content(item), Map.of("tool_call_id", item.requiredText("tool_call_id")));
    }

    /** Refuses such messages where the request offers no tools: no engine could say what they mean. */
    static void refuseWithoutTools(Arguments arguments, List<Message> messages) {
        for (int index = 0; index < messages.size(); index++) {
            if (!messages.get(index).fields().isEmpty()) {
                throw arguments.bad(
                        "messages[" + index + "]", "speaks of calls of tools; send the 'tools' that were offered, too");
            }
        }
    }
}
