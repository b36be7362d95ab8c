package org.serai.engine;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a session may be able to do beside writing text. {@link SessionInfo#capabilities} says which of these it has; a request
 * that needs another one is refused with {@link org.serai.error.ErrorCategory#UNSUPPORTED} and a message that names it.
 */
public enum Capability {
    /** Holds answers to {@link OutputFormat.JsonObject}. */
    JSON_OBJECT,
    /** Holds answers to {@link OutputFormat.JsonSchema}. */
    JSON_SCHEMA,
    /** Takes {@link Tools}, and tells the calls that a model makes apart from its text. */
    TOOLS;

    /** The lower-case form of wire formats, such as {@code json_schema}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a session must be able to do to answer a request. */
    public static Set<Capability> neededBy(GenerateRequest request) {
        Set<Capability> needed = EnumSet.noneOf(Capability.class);
        switch (request.format()) {
            case null -> {
                // any text will do
            }
            case OutputFormat.JsonObject object -> needed.add(JSON_OBJECT);
            case OutputFormat.JsonSchema schema -> needed.add(JSON_SCHEMA);
        }
        if (request.tools() != null) {
            needed.add(TOOLS);
        }
        return needed;
    }
}
