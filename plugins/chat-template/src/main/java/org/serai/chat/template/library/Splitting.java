package org.serai.chat.template.library;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.serai.chat.template.value.Characters;

/** Python's {@code str.split} and {@code str.rsplit}. A negative limit means as many pieces as there are. */
final class Splitting {
    private Splitting() {}

    static List<String> split(String text, String separator, int limit) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int found = text.indexOf(separator); found >= 0 && parts.size() != limit; ) {
            parts.add(text.substring(start, found));
            start = found + separator.length();
            found = text.indexOf(separator, start);
        }
        parts.add(text.substring(start));
        return parts;
    }

    static List<String> splitFromEnd(String text, String separator, int limit) {
        List<String> parts = new ArrayList<>();
        int end = text.length();
        int found = text.lastIndexOf(separator);
        while (found >= 0 && parts.size() != limit) {
            parts.add(text.substring(found + separator.length(), end));
            end = found;
            found = end < separator.length() ? -1 : text.lastIndexOf(separator, end - separator.length());
        }
        parts.add(text.substring(0, end));
        Collections.reverse(parts);
        return parts;
    }

    /** Pieces between runs of white space; none is empty. */
    static List<String> splitAtSpace(String text, int limit) {
        List<String> parts = new ArrayList<>();
        String rest = Characters.stripLeft(text, Characters::isSpace);
        int start = text.length() - rest.length();
        while (start < text.length() && parts.size() != limit) {
            int end = start;
            while (end < text.length() && !Characters.isSpace(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            parts.add(text.substring(start, end));
            start = end;
            while (start < text.length() && Characters.isSpace(text.codePointAt(start))) {
                start += Character.charCount(text.codePointAt(start));
            }
        }
        if (start < text.length()) {
            parts.add(text.substring(start));
        }
        return parts;
    }

    /** As {@link #splitAtSpace}, counting the pieces from the end. */
    static List<String> splitAtSpaceFromEnd(String text, int limit) {
        List<String> parts = new ArrayList<>();
        int end = Characters.stripRight(text, Characters::isSpace).length();
        while (end > 0 && parts.size() != limit) {
            int start = end;
            while (start > 0 && !Characters.isSpace(text.codePointBefore(start))) {
                start -= Character.charCount(text.codePointBefore(start));
            }
            parts.add(text.substring(start, end));
            end = start;
            while (end > 0 && Characters.isSpace(text.codePointBefore(end))) {
                end -= Character.charCount(text.codePointBefore(end));
            }
        }
        if (end > 0) {
            parts.add(text.substring(0, end));
        }
        Collections.reverse(parts);
        return parts;
    }
}
