package org.serai.chat.template.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serai.chat.template.syntax.Token.Kind;
import org.serai.chat.template.value.Characters;

/**
 * Cuts a source into tokens, after the rules of Jinja's lexer with {@code trim_blocks} and {@code lstrip_blocks}, as all
 * model hubs set them:
 *
 * <ul>
 *   <li>the first newline after a statement or comment is removed, unless that ends in {@code +%}} or {@code +#}};
 *   <li>white space between the start of a line and a statement or comment is removed, unless that begins with
 *       <code>{%+</code> or <code>{#+</code>;
 *   <li>a minus sign at a delimiter removes all white space on its side;
 *   <li>one newline at the end of the source is removed.
 * </ul>
 */
final class Lexer {
    private static final Pattern NEWLINE = Pattern.compile("\r\n|\r");
    private static final Pattern OPENING = Pattern.compile("\\{[{%#]");
    private static final Pattern RAW_BEGIN = Pattern.compile("\\{%[-+]?\\s*raw\\s*(?:(?<strip>-%\\})|%\\})");
    private static final Pattern RAW_END = Pattern.compile("\\{%(?<sign>[-+]?)\\s*endraw\\s*(?=[-+]?%\\})");
    private static final Pattern NUMBER = Pattern.compile(
            "(?<float>(?<!\\.)\\d[\\d_]*(?:\\.\\d[\\d_]*)?[eE][+-]?\\d[\\d_]*|(?<!\\.)\\d[\\d_]*\\.\\d[\\d_]*)"
                    + "|(?<radix>0[bB][01_]+|0[oO][0-7_]+|0[xX][\\da-fA-F_]+)|(?<integer>\\d[\\d_]*)");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}]*");
    private static final Pattern STRING =
            Pattern.compile("'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"", Pattern.DOTALL);
    private static final Pattern OPERATOR = Pattern.compile("//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}><=.:|,;]");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int counted;
    private boolean lineStarting = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        String normal = NEWLINE.matcher(source).replaceAll("\n");
        Lexer lexer = new Lexer(normal.endsWith("\n") ? normal.substring(0, normal.length() - 1) : normal);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        Matcher opening = OPENING.matcher(source);
        while (opening.find(at)) {
            String text = source.substring(at, opening.start());
            Matcher raw = RAW_BEGIN.matcher(source).region(opening.start(), source.length());
            if (raw.lookingAt()) {
                addData(before(text, opening.start() + 2, true));
                raw(raw);
                continue;
            }
            char delimiter = source.charAt(opening.start() + 1);
            addData(before(text, opening.start() + 2, delimiter != '{'));
            at = opening.start() + 2 + (signAt(opening.start() + 2) == 0 ? 0 : 1);
            switch (delimiter) {
                case '#' -> comment();
                case '%' -> code(Kind.BLOCK_BEGIN, Kind.BLOCK_END, "%}");
                default -> code(Kind.VARIABLE_BEGIN, Kind.VARIABLE_END, "}}");
            }
        }
        addData(source.substring(at));
        at = source.length();
        add(Kind.END, "");
    }

    private char signAt(int index) {
        char sign = index < source.length() ? source.charAt(index) : 0;
        return sign == '-' || sign == '+' ? sign : 0;
    }

    /** Text before a delimiter, less the white space that the delimiter removes. */
    private String before(String text, int signIndex, boolean stripsIndentation) {
        char sign = signAt(signIndex);
        if (sign == '-') {
            return Characters.stripRight(text, Characters::isSpace);
        }
        if (sign == '+' || !stripsIndentation) {
            return text;
        }
        int start = text.lastIndexOf('\n') + 1;
        boolean wholeLine = start > 0 || lineStarting;
        boolean blank = text.substring(start).codePoints().allMatch(Characters::isSpace);
        return wholeLine && blank ? text.substring(0, start) : text;
    }

    private void raw(Matcher begin) {
        at = begin.end();
        if (begin.group("strip") != null) {
            skipSpace();
        }
        lineStarting = source.charAt(at - 1) == '\n';
        Matcher end = RAW_END.matcher(source);
        if (!end.find(at)) {
            throw TemplateSyntaxException.at(lineAt(at), "Missing end of raw directive");
        }
        addData(before(source.substring(at, end.start()), end.start() + 2, true));
        at = end.end();
        closeAfter("%}");
    }

    private void comment() {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw TemplateSyntaxException.at(lineAt(at), "Missing end of comment tag");
        }
        at = end > at && signAt(end - 1) != 0 ? end - 1 : end;
        closeAfter("#}");
    }

    /** Moves behind a closing delimiter and what it removes after it. */
    private void closeAfter(String delimiter) {
        char sign = signAt(at);
        at += (sign == 0 ? 0 : 1) + delimiter.length();
        if (sign == '-') {
            skipSpace();
        } else if (sign == 0 && !delimiter.equals("}}") && at < source.length() && source.charAt(at) == '\n') {
            at++;
        }
        lineStarting = source.charAt(at - 1) == '\n';
    }

    private void skipSpace() {
        while (at < source.length() && Characters.isSpace(source.codePointAt(at))) {
            at += Character.charCount(source.codePointAt(at));
        }
    }

    private void code(Kind begin, Kind end, String delimiter) {
        add(begin, "");
        Deque<Character> open = new ArrayDeque<>();
        while (true) {
            skipSpace();
            if (at >= source.length()) {
                throw TemplateSyntaxException.at(
                        lineAt(at), "unexpected end of template, expected '" + delimiter + "'");
            }
            if (open.isEmpty() && closes(delimiter)) {
                add(end, "");
                closeAfter(delimiter);
                return;
            }
            token(open);
        }
    }

    private boolean closes(String delimiter) {
        char sign = signAt(at);
        boolean signed = sign == '-' || (sign == '+' && delimiter.equals("%}"));
        return source.startsWith(delimiter, signed ? at + 1 : at);
    }

    private void token(Deque<Character> open) {
        Matcher matcher = NUMBER.matcher(source).region(at, source.length()).useTransparentBounds(true);
        if (matcher.lookingAt()) {
            boolean real = matcher.group("float") != null;
            addCode(real ? Kind.FLOAT : Kind.INTEGER, matcher.group().replace("_", ""), matcher.end());
        } else if (matcher.usePattern(NAME).lookingAt()) {
            addCode(Kind.NAME, matcher.group(), matcher.end());
        } else if (matcher.usePattern(STRING).lookingAt()) {
            String quoted = matcher.group();
            addCode(
                    Kind.STRING,
                    StringEscapes.resolve(quoted.substring(1, quoted.length() - 1), lineAt(at)),
                    matcher.end());
        } else if (matcher.usePattern(OPERATOR).lookingAt()) {
            balance(matcher.group(), open);
            addCode(Kind.OPERATOR, matcher.group(), matcher.end());
        } else {
            throw TemplateSyntaxException.at(
                    lineAt(at), "unexpected char '" + Character.toString(source.codePointAt(at)) + "'");
        }
    }

    private void balance(String operator, Deque<Character> open) {
        char character = operator.charAt(0);
        switch (character) {
            case '{' -> open.push('}');
            case '(' -> open.push(')');
            case '[' -> open.push(']');
            case '}', ')', ']' -> {
                Character expected = open.poll();
                if (expected == null || expected != character) {
                    throw TemplateSyntaxException.at(
                            lineAt(at),
                            expected == null
                                    ? "unexpected '" + character + "'"
                                    : "unexpected '" + character + "', expected '" + expected + "'");
                }
            }
            default -> {}
        }
    }

    private void addCode(Kind kind, String text, int end) {
        add(kind, text);
        at = end;
    }

    private void addData(String text) {
        if (!text.isEmpty()) {
            add(Kind.DATA, text);
        }
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, lineAt(at)));
    }

    private int lineAt(int index) {
        for (; counted < index; counted++) {
            if (source.charAt(counted) == '\n') {
                line++;
            }
        }
        return line;
    }
}
