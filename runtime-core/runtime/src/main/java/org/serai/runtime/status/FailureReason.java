package org.serai.runtime.status;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the line of a stack trace that says why something failed. */
final class FailureReason {
    private static final Pattern CODE = Pattern.compile("SERAI-\\d{4}: .*");
    private static final String CAUSE = "Caused by: ";

    private FailureReason() {}

    /** The message with Serai's code where there is one, else the innermost cause. */
    static String of(String stackTrace) {
        List<String> messages = stackTrace
                .lines()
                .filter(line ->
                        line.startsWith(CAUSE) || !Character.isWhitespace(line.isEmpty() ? ' ' : line.charAt(0)))
                .map(line -> line.startsWith(CAUSE) ? line.substring(CAUSE.length()) : line)
                .toList();
        return messages.stream()
                .map(CODE::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst()
                .orElseGet(() -> messages.isEmpty() ? "no reason is known" : messages.getLast());
    }
}
