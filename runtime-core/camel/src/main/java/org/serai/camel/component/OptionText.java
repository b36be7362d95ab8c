package org.serai.camel.component;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.serai.engine.Priority;
import org.serai.engine.Residency;
import org.serai.error.SeraiException;

/** Reads the options and headers whose values are a small language of their own. */
final class OptionText {
    private OptionText() {}

    /** Strings separated by commas, with the escapes {@code \n \t \, \\}; empty ones are left out. */
    static List<String> stops(@Nullable String text) {
        List<String> stops = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        String rest = text == null ? "" : text;
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == ',') {
                stops.add(current.toString());
                current.setLength(0);
            } else if (c == '\\') {
                i++;
                current.append(unescape(rest, i));
            } else {
                current.append(c);
            }
        }
        stops.add(current.toString());
        stops.removeIf(String::isEmpty);
        return stops;
    }

    private static char unescape(String text, int index) {
        char escaped = index < text.length() ? text.charAt(index) : ' ';
        return switch (escaped) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case ',', '\\' -> escaped;
            default ->
                throw invalid(
                        "stop", text, "strings separated by commas, with \\n, \\t, \\, and \\\\ as the only escapes");
        };
    }

    /** {@code id=bias} pairs separated by commas; null where the text is. */
    static @Nullable Map<Integer, Double> logitBias(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Map<Integer, Double> biases = new HashMap<>();
        for (String pair : text.split(",", -1)) {
            String[] sides = pair.split("=", -1);
            try {
                if (sides.length != 2) {
                    throw new NumberFormatException(pair);
                }
                biases.put(Integer.valueOf(sides[0].strip()), Double.valueOf(sides[1].strip()));
            } catch (NumberFormatException e) {
                throw invalid(option, text, "token ids and biases, such as 50256=-100,11=0.5");
            }
        }
        return biases;
    }

    static Priority priority(String option, String text) {
        return Arrays.stream(Priority.values())
                .filter(priority -> priority.name().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> invalid(
                        option,
                        text,
                        Arrays.stream(Priority.values())
                                .map(priority -> priority.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    static Residency residency(String option, String text) {
        return Residency.ofWireName(text.strip()).orElseThrow(() -> invalid(option, text, "anywhere or local-only"));
    }

    private static SeraiException invalid(String option, String text, String right) {
        return new SeraiException(
                SeraiComponentErrors.INVALID_OPTION,
                "Option " + option + "=" + text + " is not possible: give " + right + ".");
    }
}
