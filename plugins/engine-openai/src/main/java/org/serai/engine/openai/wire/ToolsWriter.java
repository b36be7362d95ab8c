package org.serai.engine.openai.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.serai.engine.Tools;
import org.serai.engine.Tools.Tool;

/** Writes the tools of a request as OpenAI's API has them. */
final class ToolsWriter {
    private ToolsWriter() {}

    static void write(ObjectNode body, Tools tools) {
        ArrayNode offered = body.putArray("tools");
        tools.offered().forEach(tool -> write(offered.addObject(), tool));
        switch (tools.choice()) {
            case Tools.Choice.Auto auto -> body.put("tool_choice", "auto");
            case Tools.Choice.None none -> body.put("tool_choice", "none");
            case Tools.Choice.Required required -> body.put("tool_choice", "required");
            case Tools.Choice.Named(String name) ->
                body.putObject("tool_choice")
                        .put("type", "function")
                        .putObject("function")
                        .put("name", name);
        }
        if (tools.parallel() != null) {
            body.put("parallel_tool_calls", tools.parallel());
        }
    }

    private static void write(ObjectNode target, Tool tool) {
        ObjectNode function =
                target.put("type", "function").putObject("function").put("name", tool.name());
        if (tool.description() != null) {
            function.put("description", tool.description());
        }
        if (tool.parameters() != null) {
            function.set("parameters", Json.MAPPER.valueToTree(tool.parameters()));
        }
        if (tool.strict() != null) {
            function.put("strict", tool.strict());
        }
    }
}
