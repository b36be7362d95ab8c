package org.serai.it.scripted;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.serai.engine.FinishReason;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/**
 * What a prompt wants to happen: its lines that begin with {@code @@}. Without any, the answer is the prompt's last line,
 * at once.
 *
 * <table>
 * <caption>Directives</caption>
 * <tr><td>{@code @@work 50}</td><td>the answer takes 50 ms, spread over its tokens</td></tr>
 * <tr><td>{@code @@answer TEXT}</td><td>the answer</td></tr>
 * <tr><td>{@code @@tokens 20}</td><td>the answer is 20 words, numbered</td></tr>
 * <tr><td>{@code @@finish length}</td><td>the answer is cut off after its last token</td></tr>
 * <tr><td>{@code @@repeat TEXT}</td><td>the answer is this again and again, and never ends by itself</td></tr>
 * <tr><td>{@code @@hang}</td><td>the answer goes on and on, and never ends by itself</td></tr>
 * <tr><td>{@code @@fail TIMEOUT MESSAGE}</td><td>the work fails with an error of this category, at its end</td></tr>
 * <tr><td>{@code @@fail-while FILE TIMEOUT}</td><td>the same for as long as the file exists</td></tr>
 * <tr><td>{@code @@crash-while FILE}</td><td>the JVM dies in the middle of the work for as long as the file exists</td></tr>
 * </table>
 *
 * @param work how long the work takes
 * @param tokens the answer, a token each
 * @param finish why it ends
 * @param endless true to go on until somebody stops it
 * @param failure what it fails with
 * @param crash true to end the JVM without a word
 */
record Script(
        Duration work,
        List<String> tokens,
        FinishReason finish,
        boolean endless,
        Optional<SeraiException> failure,
        boolean crash) {
    private static final int CODE = 9900;

    static Script of(String prompt) {
        Duration work = Duration.ZERO;
        List<String> tokens = words(lastLine(prompt));
        FinishReason finish = FinishReason.STOP;
        boolean endless = false;
        boolean crash = false;
        Optional<SeraiException> failure = Optional.empty();
        for (String line : prompt.lines().map(String::strip).toList()) {
            String[] parts = line.split(" ", 2);
            String rest = parts.length == 2 ? parts[1].strip() : "";
            switch (parts[0]) {
                case "@@work" -> work = Duration.ofMillis(Long.parseLong(rest));
                case "@@answer" -> tokens = words(rest);
                case "@@tokens" -> tokens = numbered(Integer.parseInt(rest));
                case "@@finish" -> finish = FinishReason.valueOf(rest.toUpperCase(Locale.ROOT));
                case "@@repeat" -> tokens = Collections.nCopies(Integer.MAX_VALUE, rest + " ");
                case "@@hang" -> endless = true;
                case "@@fail" -> failure = Optional.of(failure(rest));
                case "@@fail-while" -> failure = whileThere(rest);
                case "@@crash-while" -> crash = Files.exists(Path.of(rest));
                default -> {
                    // an ordinary line
                }
            }
        }
        return new Script(work, tokens, finish, endless, failure, crash);
    }

    /** The pause before each token. */
    Duration pause() {
        return work.dividedBy(Math.max(1, tokens.size()));
    }

    private static Optional<SeraiException> whileThere(String rest) {
        String[] parts = rest.split(" ", 2);
        return Files.exists(Path.of(parts[0])) ? Optional.of(failure(parts[1])) : Optional.empty();
    }

    private static SeraiException failure(String rest) {
        String[] parts = rest.split(" ", 2);
        ErrorCategory category = ErrorCategory.valueOf(parts[0]);
        String message = parts.length == 2 ? parts[1] : "The prompt asked for a failure";
        return new SeraiException(new ErrorCode(CODE, category), message);
    }

    private static String lastLine(String prompt) {
        @Nullable
        String last = prompt.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("@@"))
                .reduce((a, b) -> b)
                .orElse(null);
        return last == null ? "nothing" : last.strip();
    }

    private static List<String> words(String text) {
        return List.of(text.split("(?= )"));
    }

    private static List<String> numbered(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> (number == 1 ? "" : " ") + number)
                .toList();
    }
}
