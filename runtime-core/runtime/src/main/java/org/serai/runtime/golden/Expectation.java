package org.serai.runtime.golden;

import java.util.List;
import java.util.Optional;
import org.serai.runtime.schema.JsonSchema;

/** What an answer must be. */
sealed interface Expectation {
    /** What is wrong with an answer; empty where nothing is. */
    Optional<String> objection(String answer);

    /** The answer is this text; white space around it does not count. */
    record Exact(String text) implements Expectation {
        @Override
        public Optional<String> objection(String answer) {
            return answer.strip().equals(text.strip())
                    ? Optional.empty()
                    : Optional.of("it is not '" + text.strip() + "'");
        }
    }

    /** Each of these texts is somewhere in the answer. */
    record Contains(List<String> parts) implements Expectation {
        public Contains {
            parts = List.copyOf(parts);
        }

        @Override
        public Optional<String> objection(String answer) {
            return parts.stream()
                    .filter(part -> !answer.contains(part))
                    .findFirst()
                    .map(part -> "it does not contain '" + part + "'");
        }
    }

    /** The answer is JSON that a schema accepts. */
    record Matches(JsonSchema schema) implements Expectation {
        @Override
        public Optional<String> objection(String answer) {
            List<String> problems = schema.problems(answer);
            return problems.isEmpty()
                    ? Optional.empty()
                    : Optional.of("it does not match the schema: " + String.join("; ", problems));
        }
    }
}
