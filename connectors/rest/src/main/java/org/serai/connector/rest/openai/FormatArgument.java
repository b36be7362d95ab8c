package org.serai.connector.rest.openai;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.serai.engine.OutputFormat;

/** The argument that asks for answers of a form, such as JSON. Whether an answer can be held to it the engine says. */
final class FormatArgument {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private FormatArgument() {}

    /** Reads the format of a chat completion, whose schema is in an object of its own; null for plain text. */
    static @Nullable OutputFormat chat(Arguments format) {
        boolean schema = format.requiredText("type").equals("json_schema");
        OutputFormat read = read(
                format,
                schema ? format.object("json_schema").orElseThrow(() -> format.missing("json_schema")) : format);
        format.refuseOthers();
        return read;
    }

    /** Reads the format of a response, which has the schema beside its type; null for plain text. */
    static @Nullable OutputFormat response(Arguments format) {
        return read(format, format);
    }

    private static @Nullable OutputFormat read(Arguments format, Arguments details) {
        OutputFormat read =
                switch (format.requiredText("type")) {
                    case "text" -> null;
                    case "json_object" -> new OutputFormat.JsonObject();
                    case "json_schema" -> schema(details);
                    default -> throw format.bad("type", "must be text, json_object or json_schema");
                };
        details.refuseOthers();
        return read;
    }

    /** Answers are held to the schema, whether {@code strict} asks for that or leaves it open. */
    private static OutputFormat schema(Arguments details) {
        String name = details.requiredText("name");
        if (!NAME.matcher(name).matches()) {
            throw details.bad("name", "must be up to 64 letters, digits, hyphens and underscores");
        }
        details.bool("strict");
        details.refuse("description", "models would not see it here; say it in the messages");
        return new OutputFormat.JsonSchema(name, details.json("schema").orElseThrow(() -> details.missing("schema")));
    }
}
