package org.serai.runtime.alias;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.serai.error.SeraiException;

/**
 * Changes single keys in the text of a {@code .cfg} file and leaves everything else as it stands: comments, order, the form
 * of other lines. The form is that of Java properties, in which a line that ends in an odd number of backslashes goes on in
 * the next one.
 */
final class CfgText {
    private CfgText() {}

    /**
     * The text with other values.
     *
     * @param changes values by key; a key that is not there yet is added at the end
     */
    static String with(String text, Map<String, String> changes) {
        Map<String, String> open = new LinkedHashMap<>(changes);
        List<String> lines = new ArrayList<>();
        List<String> physical = text.isEmpty() ? List.of() : text.lines().toList();
        for (int i = 0; i < physical.size(); i++) {
            int end = endOfEntry(physical, i);
            String key = key(physical.get(i));
            String value = open.remove(key);
            if (value != null) {
                lines.add(line(key, value));
            } else if (!changes.containsKey(key)) { // else the key stood there before, and the first place counts
                lines.addAll(physical.subList(i, end + 1));
            }
            i = end;
        }
        open.forEach((key, value) -> lines.add(line(key, value)));
        return String.join("\n", lines) + "\n";
    }

    private static int endOfEntry(List<String> lines, int start) {
        int end = start;
        if (!isBlankOrComment(lines.get(start))) {
            while (end < lines.size() - 1 && goesOn(lines.get(end))) {
                end++;
            }
        }
        return end;
    }

    private static boolean goesOn(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static boolean isBlankOrComment(String line) {
        String start = line.stripLeading();
        return start.isEmpty() || start.startsWith("#") || start.startsWith("!");
    }

    /** The key of an entry that begins with this line; the empty text for a comment. */
    private static String key(String line) {
        if (isBlankOrComment(line)) {
            return "";
        }
        String start = line.stripLeading();
        int end = 0;
        while (end < start.length() && "=: \t\f".indexOf(start.charAt(end)) < 0) {
            end += start.charAt(end) == '\\' ? 2 : 1;
        }
        return start.substring(0, Math.min(end, start.length())).replace("\\", "");
    }

    private static String line(String key, String value) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new SeraiException(
                    SwapErrors.BAD_ORDER,
                    "The value of '" + key
                            + "' has control characters, which no configuration file holds; leave them out");
        }
        return key + " = " + value.replace("\\", "\\\\");
    }
}
