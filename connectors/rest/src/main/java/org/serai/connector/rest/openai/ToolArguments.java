package org.serai.connector.rest.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.serai.engine.Tools;
import org.serai.engine.Tools.Choice;
import org.serai.engine.Tools.Tool;

/** The arguments of a chat completion that offer tools. Whether a model can call them its engine says. */
final class ToolArguments {
    private static final int MOST_TOOLS = 128;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");
    private static final String OLDER = "it is the older form of 'tools' and 'tool_choice'; send those";

    private ToolArguments() {}

    /** Reads them; null where no tools are offered. A list of none offers nothing. */
    static @Nullable Tools read(Arguments arguments) {
        arguments.refuseUnless("functions", ToolArguments::isEmpty, OLDER);
        arguments.refuseUnless("function_call", node -> Set.of("none", "auto").contains(node.asText()), OLDER);
        List<Arguments> offered = arguments.objects("tools").orElse(List.of());
        Boolean parallel = arguments.bool("parallel_tool_calls").orElse(null);
        if (offered.isEmpty()) {
            arguments.refuseUnless(
                    "tool_choice",
                    node -> Set.of("none", "auto").contains(node.asText()),
                    "there are no 'tools' to choose from");
            return null;
        }
        if (offered.size() > MOST_TOOLS) {
            throw arguments.bad("tools", "has " + offered.size() + " tools, and " + MOST_TOOLS + " are the most");
        }
        List<Tool> tools = offered.stream().map(ToolArguments::tool).toList();
        return new Tools(tools, choice(arguments, names(arguments, tools)), parallel);
    }

    private static boolean isEmpty(JsonNode node) {
        return node.isArray() && node.isEmpty();
    }

    private static Set<String> names(Arguments arguments, List<Tool> tools) {
        Set<String> names = new LinkedHashSet<>();
        for (Tool tool : tools) {
            if (!names.add(tool.name())) {
                throw arguments.bad("tools", "has two tools named '" + tool.name() + "'");
            }
        }
        return names;
    }

    private static Tool tool(Arguments item) {
        requireFunction(item);
        Arguments function = item.object("function").orElseThrow(() -> item.missing("function"));
        String name = function.requiredText("name");
        if (!NAME.matcher(name).matches()) {
            throw function.bad("name", "must be up to 64 letters, digits, dots, hyphens and underscores");
        }
        Tool tool = new Tool(
                name,
                function.text("description").orElse(null),
                function.json("parameters").orElse(null),
                function.bool("strict").orElse(null));
        function.refuseOthers();
        item.refuseOthers();
        return tool;
    }

    private static void requireFunction(Arguments item) {
        item.requiredText("type");
        item.refuseUnless("type", node -> node.asText().equals("function"), "tools are functions here");
    }

    private static Choice choice(Arguments arguments, Set<String> names) {
        JsonNode choice = arguments.value("tool_choice").orElse(null);
        if (choice == null) {
            return new Choice.Auto();
        }
        if (choice.isObject()) {
            return named(arguments.object("tool_choice").orElseThrow(), names);
        }
        return switch (choice.asText()) {
            case "auto" -> new Choice.Auto();
            case "none" -> new Choice.None();
            case "required" -> new Choice.Required();
            default ->
                throw arguments.bad("tool_choice", "must be auto, none, required, or an object that names a tool");
        };
    }

    private static Choice named(Arguments choice, Set<String> names) {
        requireFunction(choice);
        Arguments function = choice.object("function").orElseThrow(() -> choice.missing("function"));
        String name = function.requiredText("name");
        if (!names.contains(name)) {
            throw function.bad("name", "is '" + name + "', and 'tools' has only " + String.join(", ", names));
        }
        function.refuseOthers();
        choice.refuseOthers();
        return new Choice.Named(name);
    }
}
