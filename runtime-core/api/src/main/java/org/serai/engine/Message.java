package org.serai.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
 * @param content the text
 * @param fields what else the model's chat template finds in the message, such as {@code tool_calls} or {@code name};
 *     JSON-like values. An engine that cannot pass them on refuses the request.
 */
public record Message(String role, String content, Map<String, ? extends @Nullable Object> fields) {
    public Message {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** A message of text alone. */
    public Message(String role, String content) {
        this(role, content, Map.of());
    }
}
