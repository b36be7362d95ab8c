package org.serai.runtime.golden;

import java.util.List;
import java.util.Optional;
import org.serai.engine.Prompt;

/**
 * A prompt and what its answer must be.
 *
 * @param name for messages
 * @param prompt what is asked
 * @param maxTokens the most tokens of the answer
 * @param expectations all of them must hold
 */
record GoldenPrompt(String name, Prompt prompt, int maxTokens, List<Expectation> expectations) {
    GoldenPrompt {
        expectations = List.copyOf(expectations);
    }

    /** What is wrong with an answer; empty where nothing is. */
    Optional<String> objection(String answer) {
        return expectations.stream()
                .flatMap(expectation -> expectation.objection(answer).stream())
                .findFirst();
    }
}
