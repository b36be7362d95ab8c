package org.serai.chat.template.syntax;

/** The escapes of Python's string literals. */
final class StringEscapes {
    private static final int OCTAL_DIGITS = 3;

    private StringEscapes() {}

    /** Replaces the escapes; unknown ones stay as they are. */
    static String resolve(String literal, int line) {
        if (literal.indexOf('\\') < 0) {
            return literal;
        }
        StringBuilder text = new StringBuilder(literal.length());
        int at = 0;
        while (at < literal.length()) {
            char character = literal.charAt(at++);
            if (character != '\\') {
                text.append(character);
                continue;
            }
            char escaped = literal.charAt(at++);
            switch (escaped) {
                case '\n' -> {}
                case '\\', '\'', '"' -> text.append(escaped);
                case 'a' -> text.append('\u0007');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'v' -> text.append('\u000b');
                case 'x' -> at = appendHex(text, literal, at, 2, line);
                case 'u' -> at = appendHex(text, literal, at, 4, line);
                case 'U' -> at = appendHex(text, literal, at, 8, line);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> at = appendOctal(text, literal, at - 1);
                default -> text.append('\\').append(escaped);
            }
        }
        return text.toString();
    }

    private static int appendHex(StringBuilder text, String literal, int at, int digits, int line) {
        int end = at + digits;
        boolean complete = end <= literal.length()
                && literal.substring(at, end).chars().allMatch(character -> Character.digit(character, 16) >= 0);
        if (!complete || Long.parseLong(literal, at, end, 16) > Character.MAX_CODE_POINT) {
            throw TemplateSyntaxException.at(line, "a string has an escape that stands for no character");
        }
        text.appendCodePoint(Integer.parseInt(literal, at, end, 16));
        return end;
    }

    private static int appendOctal(StringBuilder text, String literal, int at) {
        int end = at;
        while (end < literal.length() && end < at + OCTAL_DIGITS && Character.digit(literal.charAt(end), 8) >= 0) {
            end++;
        }
        text.append((char) Integer.parseInt(literal, at, end, 8));
        return end;
    }
}
