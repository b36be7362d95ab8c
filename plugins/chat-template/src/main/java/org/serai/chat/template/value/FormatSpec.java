package org.serai.chat.template.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.serai.chat.template.value.Value.Bool;
import org.serai.chat.template.value.Value.Numeric;
import org.serai.chat.template.value.Value.Real;

/**
 * Python's format specification mini-language: {@code [[fill]align][sign][0][width][,][.precision][type]}.
 *
 * @param fill the character to pad with
 * @param align one of {@code < > ^ =}, or 0 for the type's own
 * @param sign one of {@code + -} and space: what positive numbers get
 * @param width the least number of characters
 * @param grouping {@code ,} or {@code _} between thousands, or 0 for nothing
 * @param precision digits, or characters of a string; -1 for the type's own
 * @param type one of {@code s d x X o b c f F e E g G %}, or 0 for the value's own
 */
record FormatSpec(int fill, char align, char sign, int width, char grouping, int precision, char type) {
    private static final Pattern SYNTAX = Pattern.compile(
            "(?:(?<fill>.)?(?<align>[<>^=]))?(?<sign>[-+ ])?(?<zero>0)?(?<width>\\d{1,9})?(?<group>[,_])?"
                    + "(?:\\.(?<precision>\\d{1,9}))?(?<type>[a-zA-Z%])?",
            Pattern.DOTALL);
    private static final int DEFAULT_PRECISION = 6;
    private static final int MAX_PRECISION = 1000;
    private static final int THOUSAND_DIGITS = 3;
    private static final int MIN_GENERAL_EXPONENT = -4;

    static FormatSpec parse(String spec) {
        Matcher matcher = SYNTAX.matcher(spec);
        if (!matcher.matches()) {
            throw TemplateFailure.failed("Invalid format specifier '" + spec + "'");
        }
        boolean zero = matcher.group("zero") != null;
        String fill = matcher.group("fill");
        String align = matcher.group("align");
        return new FormatSpec(
                fill != null ? fill.codePointAt(0) : zero ? '0' : ' ',
                align != null ? align.charAt(0) : zero ? '=' : 0,
                character(matcher.group("sign"), '-'),
                number(matcher.group("width"), 0),
                character(matcher.group("group"), (char) 0),
                number(matcher.group("precision"), -1),
                character(matcher.group("type"), (char) 0));
    }

    private static char character(@Nullable String text, char otherwise) {
        return text == null ? otherwise : text.charAt(0);
    }

    private static int number(@Nullable String text, int otherwise) {
        return text == null ? otherwise : Integer.parseInt(text);
    }

    String format(Value value, Budget budget) {
        budget.characters((long) width + Math.max(precision, 0));
        if (precision > MAX_PRECISION && value instanceof Numeric) {
            throw TemplateFailure.failed("a precision of more than " + MAX_PRECISION + " digits is not possible");
        }
        boolean asNumber = value instanceof Numeric && !(value instanceof Bool && type == 0) && type != 's';
        if (asNumber && value instanceof Numeric number) {
            return pad(number(number), true);
        }
        if (type != 0 && type != 's') {
            throw TemplateFailure.failed(
                    "Unknown format code '" + type + "' for object of type '" + Types.name(value) + "'");
        }
        String text = Display.text(value, budget);
        boolean cut = precision >= 0 && precision < Characters.length(text);
        return pad(cut ? text.substring(0, text.offsetByCodePoints(0, precision)) : text, false);
    }

    private String number(Numeric number) {
        String digits =
                switch (type) {
                    case 'd', 'i', 'u' -> grouped(Long.toString(magnitude(number)));
                    case 'x' -> Long.toHexString(magnitude(number));
                    case 'X' -> Long.toHexString(magnitude(number)).toUpperCase(Locale.ROOT);
                    case 'o' -> Long.toOctalString(magnitude(number));
                    case 'b' -> Long.toBinaryString(magnitude(number));
                    case 'c' -> Character.toString(Math.clamp(Numbers.integer(number), 0, 0x10ffff));
                    case 'f', 'F', 'e', 'E', 'g', 'G', '%' -> real(Math.abs(Numbers.real(number)));
                    case 0 -> plain(number);
                    default ->
                        throw TemplateFailure.failed(
                                "Unknown format code '" + type + "' for object of type '" + Types.name(number) + "'");
                };
        boolean negative = type != 'c' && (Numbers.real(number) < 0 || isNegativeZero(number));
        return (negative ? "-" : sign == '-' || type == 'c' ? "" : String.valueOf(sign)) + digits;
    }

    private static long magnitude(Numeric number) {
        long value = Numbers.integer(number);
        if (value == Long.MIN_VALUE) {
            throw TemplateFailure.failed("an integer goes beyond 64 bits");
        }
        return Math.abs(value);
    }

    private static boolean isNegativeZero(Numeric number) {
        return number instanceof Real real && real.value() == 0 && 1 / real.value() < 0;
    }

    private String plain(Numeric number) {
        if (!(number instanceof Real real)) {
            return grouped(Long.toString(magnitude(number)));
        }
        double magnitude = Math.abs(real.value());
        return grouped(precision < 0 ? Numbers.display(magnitude) : general(magnitude, Math.max(precision, 1)));
    }

    private String real(double magnitude) {
        if (Double.isNaN(magnitude) || Double.isInfinite(magnitude)) {
            return Numbers.display(magnitude);
        }
        int digits = precision < 0 ? DEFAULT_PRECISION : precision;
        String text =
                switch (type) {
                    case 'e', 'E' -> exponential(new BigDecimal(magnitude), digits);
                    case 'g', 'G' -> general(magnitude, Math.max(digits, 1));
                    case '%' -> fixed(new BigDecimal(magnitude * 100), digits) + "%";
                    default -> fixed(new BigDecimal(magnitude), digits);
                };
        return grouped(Character.isUpperCase(type) ? text.toUpperCase(Locale.ROOT) : text);
    }

    private static String fixed(BigDecimal value, int digits) {
        return value.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String exponential(BigDecimal value, int digits) {
        BigDecimal rounded = value.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
        int exponent = value.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String mantissa = fixed(rounded.movePointLeft(exponent), digits);
        int size = Math.abs(exponent);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
    }

    /** The shorter of the fixed and the exponential form, without trailing zeros. */
    private static String general(double magnitude, int digits) {
        BigDecimal value = new BigDecimal(magnitude);
        BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = value.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        if (exponent < MIN_GENERAL_EXPONENT || exponent >= digits) {
            String[] parts = exponential(value, digits - 1).split("e", 2);
            return withoutTrailingZeros(parts[0]) + "e" + parts[1];
        }
        return withoutTrailingZeros(fixed(value, digits - 1 - exponent));
    }

    private static String withoutTrailingZeros(String digits) {
        if (!digits.contains(".")) {
            return digits;
        }
        String stripped = Characters.stripRight(digits, character -> character == '0');
        return Characters.stripRight(stripped, character -> character == '.');
    }

    private String grouped(String digits) {
        if (grouping == 0) {
            return digits;
        }
        int end = 0;
        while (end < digits.length() && Character.isDigit(digits.charAt(end))) {
            end++;
        }
        StringBuilder whole = new StringBuilder(digits.substring(0, end));
        for (int i = end - THOUSAND_DIGITS; i > 0; i -= THOUSAND_DIGITS) {
            whole.insert(i, grouping);
        }
        return whole + digits.substring(end);
    }

    private String pad(String text, boolean numeric) {
        int missing = width - Characters.length(text);
        if (missing <= 0) {
            return text;
        }
        char side = align != 0 ? align : numeric ? '>' : '<';
        String filler = Character.toString(fill);
        return switch (side) {
            case '<' -> text + filler.repeat(missing);
            case '^' -> filler.repeat(missing / 2) + text + filler.repeat(missing - missing / 2);
            case '=' -> {
                int sign = !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
                yield text.substring(0, sign) + filler.repeat(missing) + text.substring(sign);
            }
            default -> filler.repeat(missing) + text;
        };
    }
}
