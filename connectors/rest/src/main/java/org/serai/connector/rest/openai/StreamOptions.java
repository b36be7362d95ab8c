package org.serai.connector.rest.openai;

import java.util.Optional;

/** Whether and how an answer is streamed. */
final class StreamOptions {
    private StreamOptions() {}

    static boolean stream(Arguments arguments) {
        return arguments.bool("stream").orElse(false);
    }

    /** Reads {@code stream_options}, and says whether the last event is to tell the usage. */
    static boolean includeUsage(Arguments arguments, boolean stream) {
        Optional<Arguments> options = arguments.object("stream_options");
        if (options.isEmpty()) {
            return false;
        }
        if (!stream) {
            throw arguments.bad("stream_options", "is only allowed when 'stream' is true");
        }
        boolean includeUsage = options.get().bool("include_usage").orElse(false);
        refuseObfuscation(options.get());
        options.get().refuseOthers();
        return includeUsage;
    }

    static void refuseObfuscation(Arguments options) {
        options.refuseUnless(
                "include_obfuscation",
                node -> node.isBoolean() && !node.booleanValue(),
                "events are not padded on this server");
    }
}
