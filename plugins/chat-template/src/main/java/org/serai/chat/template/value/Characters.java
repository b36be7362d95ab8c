package org.serai.chat.template.value;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Python's view of characters: strings are made of code points, and their classes are Unicode's. */
public final class Characters {
    private Characters() {}

    /** As {@code str.isspace}. */
    public static boolean isSpace(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character) || character == 0x85;
    }

    /** True for what {@code repr} shows as it is. */
    public static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> true;
        };
    }

    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    public static String stripLeft(String text, IntPredicate stripped) {
        int start = 0;
        while (start < text.length() && stripped.test(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        return text.substring(start);
    }

    public static String stripRight(String text, IntPredicate stripped) {
        int end = text.length();
        while (end > 0 && stripped.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(0, end);
    }

    public static String strip(String text, IntPredicate stripped) {
        return stripLeft(stripRight(text, stripped), stripped);
    }

    /** As {@code str.splitlines()}: every line boundary of Unicode ends a line, and a last one begins none. */
    public static List<String> lines(String text, boolean keepEnds) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < text.length()) {
            int end = at;
            char character = text.charAt(at++);
            if (!endsLine(character)) {
                continue;
            }
            if (character == '\r' && at < text.length() && text.charAt(at) == '\n') {
                at++;
            }
            lines.add(text.substring(start, keepEnds ? at : end));
            start = at;
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    private static boolean endsLine(char character) {
        return switch (character) {
            case '\n', '\r', '\u000b', '\f', '\u001c', '\u001d', '\u001e', '\u0085', '\u2028', '\u2029' -> true;
            default -> false;
        };
    }

    /** The order of two strings by code points, as Python compares them. */
    public static int compare(String a, String b) {
        int shared = Math.min(a.length(), b.length());
        for (int i = 0; i < shared; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // surrogates stand for characters beyond all others
                boolean high = Character.isSurrogate(x);
                return high == Character.isSurrogate(y) ? Character.compare(x, y) : high ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
