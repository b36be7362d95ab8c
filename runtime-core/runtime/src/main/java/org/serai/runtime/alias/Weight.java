package org.serai.runtime.alias;

import java.nio.charset.StandardCharsets;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Message;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;

/**
 * How much a request takes of a queue, in tokens.
 *
 * @param prompt tokens of the prompt
 * @param answer the most tokens of the answer
 */
record Weight(int prompt, int answer) {
    /** The least that a request weighs: it bounds how many can wait, and so the memory that they take. */
    static final int LEAST = 16;

    /** The context that a request is taken to fill while no model is there that says its own. */
    static final int ASSUMED_CONTEXT = 4096;

    private static final int BYTES_PER_TOKEN = 3;
    private static final int TOKENS_PER_MESSAGE = 8;

    /** What counts in the queue. */
    long tokens() {
        return Math.max(LEAST, (long) prompt + answer);
    }

    /**
     * Counts exactly, as the session would feed it. Takes as long as rendering and encoding the prompt does.
     *
     * @throws org.serai.error.SeraiException where the prompt cannot be rendered
     */
    static Weight exact(GenerateRequest request, ModelSession session) {
        return of(request, session.countPromptTokens(request), session.info().context());
    }

    /**
     * Estimates while no model is there to count with: a token for every three bytes of UTF-8 text and eight for the frame
     * of a message, which is more than tokenizers make of most texts; and an answer that fills {@link #ASSUMED_CONTEXT}
     * where the request has no limit.
     */
    static Weight estimated(GenerateRequest request) {
        int prompt =
                switch (request.prompt()) {
                    case Prompt.Tokens tokens -> tokens.ids().length;
                    case Prompt.Text text -> tokens(text.text());
                    case Prompt.Chat chat ->
                        chat.messages().stream().mapToInt(Weight::tokens).reduce(0, (sum, tokens) ->
                                (int) Math.min(Integer.MAX_VALUE, (long) sum + tokens));
                };
        return of(request, prompt, Math.max(prompt, ASSUMED_CONTEXT));
    }

    private static int tokens(Message message) {
        return TOKENS_PER_MESSAGE + tokens(message.content());
    }

    private static int tokens(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length / BYTES_PER_TOKEN + 1;
    }

    private static Weight of(GenerateRequest request, int prompt, int context) {
        int room = Math.max(0, context - prompt);
        Integer most = request.maxTokens();
        return new Weight(prompt, most == null ? room : Math.clamp(most, 0, room));
    }
}
