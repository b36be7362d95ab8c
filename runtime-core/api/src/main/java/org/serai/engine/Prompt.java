package org.serai.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the model is to continue. */
public sealed interface Prompt {
    /**
     * A conversation, rendered by the model's own chat template with the generation prompt added. Control tokens in the
     * rendered text are recognised.
     *
     * @param messages in order; not empty
     * @param variables further variables of the template; JSON-like values. A template that is given {@code tools} here writes
     *     them into the prompt, and whatever the model makes of them is text: {@link Tools} are the way to have calls told
     */
    record Chat(List<Message> messages, Map<String, ?> variables) implements Prompt {
        public Chat {
            messages = List.copyOf(messages);
        }

        public Chat(List<Message> messages) {
            this(messages, Map.of());
        }
    }

    /**
     * A text that is continued as it is; the beginning-of-sequence token is added where the model wants one. Control
     * tokens in the text are recognised, so that a caller can write a model's own format.
     */
    record Text(String text) implements Prompt {}

    /** Token ids that are fed as they are. The array must not be changed afterwards. */
    @SuppressWarnings("ArrayRecordComponent") // long prompts; compared by content below
    record Tokens(int[] ids) implements Prompt {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Tokens tokens && Arrays.equals(ids, tokens.ids);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(ids);
        }
    }
}
