package org.serai.it.endtoend.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Output as pages show it: some consecutive lines of the real one, in which {@code …} stands for anything. */
final class Expectation {
    private Expectation() {}

    static void assertShows(String shown, String real) {
        String pattern = shown.strip().lines().map(Expectation::line).collect(Collectors.joining("\\n", "^", "$"));
        assertTrue(
                Pattern.compile(pattern, Pattern.MULTILINE)
                        .matcher(real.lines().map(String::stripTrailing).collect(Collectors.joining("\n")))
                        .find(),
                () -> "The page shows\n" + shown + "\nbut it is\n" + real);
    }

    private static String line(String line) {
        if (line.strip().equals("…")) {
            return "(?:.*\\n)*?.*";
        }
        return Pattern.compile("…")
                .splitAsStream(line.stripTrailing())
                .map(Pattern::quote)
                .collect(Collectors.joining(".*", "", line.endsWith("…") ? ".*" : ""));
    }
}
