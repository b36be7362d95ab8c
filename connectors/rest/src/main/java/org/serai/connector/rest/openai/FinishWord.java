package org.serai.connector.rest.openai;

import org.serai.engine.FinishReason;
import org.serai.engine.GenerationResult;

/** Why an answer ended, in the words of the OpenAI API. */
final class FinishWord {
    private FinishWord() {}

    /**
     * The {@code finish_reason}. An answer that the model ended with calls of tools waits for what they say; one that was
     * stopped because it only repeated itself is as incomplete as one that became too long, which its {@link Origin} tells.
     */
    static String of(GenerationResult result) {
        if (result.finishReason() == FinishReason.LOOP) {
            return FinishReason.LENGTH.wireName();
        }
        return result.finishReason() == FinishReason.STOP && !result.toolCalls().isEmpty()
                ? "tool_calls"
                : result.finishReason().wireName();
    }
}
