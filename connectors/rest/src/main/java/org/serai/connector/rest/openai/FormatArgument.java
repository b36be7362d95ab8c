package org.serai.connector.rest.openai;

/** The argument that asks for answers of a form, such as JSON. */
final class FormatArgument {
    private FormatArgument() {}

    /** Refuses every form but plain text: an answer that only looks like it was held to a schema is worse than none. */
    static void requireText(Arguments format) {
        format.requiredText("type");
        format.refuseUnless(
                "type", node -> node.asText().equals("text"), "answers cannot be held to a format on this server yet");
        format.refuseOthers();
    }
}
