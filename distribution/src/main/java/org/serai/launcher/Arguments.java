package org.serai.launcher;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.serai.error.SeraiException;

/**
 * The words that the user typed.
 *
 * @param command the first word, or {@code help}
 * @param rest what follows
 */
record Arguments(String command, List<String> rest) {
    Arguments {
        rest = List.copyOf(rest);
    }

    static Arguments parse(String... words) {
        if (words.length == 0 || words[0].equals("--help") || words[0].equals("-h")) {
            return new Arguments("help", List.of());
        }
        if (words[0].equals("--version")) {
            return new Arguments("version", List.of());
        }
        return new Arguments(words[0], List.of(words).subList(1, words.length));
    }

    /** For commands that take no words of their own. */
    void expectNothingMore() {
        if (!rest.isEmpty()) {
            throw usage("'" + rest.getFirst() + "' is not an option of 'serai " + command + "', which has none");
        }
    }

    /** The value of {@code --timeout SECONDS}, the only option of {@code start} and {@code stop}. */
    Duration timeout(Duration otherwise) {
        return switch (rest) {
            case List<String> words when words.isEmpty() -> otherwise;
            case List<String> words
            when words.size() == 2 && words.getFirst().equals("--timeout") -> seconds(words.getLast());
            case List<String> words
            when words.size() == 1 && words.getFirst().startsWith("--timeout=") ->
                seconds(words.getFirst().substring("--timeout=".length()));
            default ->
                throw usage("'serai " + command + "' takes --timeout SECONDS and nothing else, not '"
                        + String.join(" ", rest) + "'");
        };
    }

    private Duration seconds(String number) {
        return Optional.of(number)
                .filter(digits -> digits.matches("[0-9]{1,6}"))
                .map(Integer::parseInt)
                .map(Duration::ofSeconds)
                .orElseThrow(
                        () -> usage("--timeout takes a whole number of seconds, such as 60, not '" + number + "'"));
    }

    private static SeraiException usage(String message) {
        return new SeraiException(LauncherErrors.USAGE, message + ": see 'serai help'.");
    }
}
