package org.serai.chat.template.library;

import java.util.Locale;
import java.util.function.IntUnaryOperator;

/** Upper and lower case as Python has them. */
final class Casing {
    private Casing() {}

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int second = text.offsetByCodePoints(0, 1);
        return titled(text.codePointAt(0)) + text.substring(second).toLowerCase(Locale.ROOT);
    }

    /** Each run of letters begins with a capital. */
    static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int character = text.codePointAt(at);
            String letter = Character.toString(character);
            out.append(inWord ? letter.toLowerCase(Locale.ROOT) : titled(character));
            inWord = isCased(character);
        }
        return out.toString();
    }

    private static String titled(int character) {
        int title = Character.toTitleCase(character);
        String letter = Character.toString(character);
        return title != character || Character.isTitleCase(character)
                ? Character.toString(title)
                : letter.toUpperCase(Locale.ROOT);
    }

    static String swap(String text) {
        IntUnaryOperator swap = character ->
                Character.isUpperCase(character) ? Character.toLowerCase(character) : Character.toUpperCase(character);
        StringBuilder out = new StringBuilder();
        text.codePoints().map(swap).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean isCased(int character) {
        return Character.isUpperCase(character) || Character.isLowerCase(character) || Character.isTitleCase(character);
    }

    static boolean isLower(String text) {
        return text.codePoints().anyMatch(Character::isLowerCase)
                && text.codePoints().noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
    }

    static boolean isUpper(String text) {
        return text.codePoints().anyMatch(Character::isUpperCase)
                && text.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
    }

    static boolean isTitle(String text) {
        return text.codePoints().anyMatch(Casing::isCased) && title(text).equals(text);
    }
}
