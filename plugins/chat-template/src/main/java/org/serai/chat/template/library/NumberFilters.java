package org.serai.chat.template.library;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.serai.chat.template.value.Arithmetic;
import org.serai.chat.template.value.Characters;
import org.serai.chat.template.value.Numbers;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Types;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Numeric;
import org.serai.chat.template.value.Value.Real;
import org.serai.chat.template.value.Value.Text;

/** Jinja's filters that make numbers. */
final class NumberFilters {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[\\p{Nd}]+(?:_\\p{Nd}+)*");
    private static final Pattern REAL = Pattern.compile(
            "[+-]?(?:\\d[\\d_]*\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|[+-]?(?:inf|infinity|nan)",
            Pattern.CASE_INSENSITIVE);
    private static final int MAX_DIGITS = 400;

    private NumberFilters() {}

    static void addTo(Map<String, Operation> filters) {
        filters.put("int", Operation.of(Signature.optional("default", "base"), NumberFilters::integer));
        filters.put("float", Operation.of(Signature.optional("default"), NumberFilters::real));
        filters.put("round", Operation.of(Signature.optional("precision", "method"), NumberFilters::round));
        filters.put("abs", Operation.of(NumberFilters::absolute));
    }

    private static Value integer(Value subject, Bound arguments, Rendering rendering) {
        Value otherwise = arguments.get(0, Value.of(0));
        int base = arguments.integer(1, 10);
        Types.defined(subject);
        return switch (subject) {
            case Real real -> whole(real.value()).orElse(otherwise);
            case Numeric number -> Value.of(Numbers.integer(number));
            case Text text ->
                parsedInteger(text.text(), base)
                        .or(() -> parsedReal(text.text()).flatMap(NumberFilters::whole))
                        .orElse(otherwise);
            default -> otherwise;
        };
    }

    private static Optional<Value> whole(double value) {
        return Math.abs(value) < 0x1p63 ? Optional.of(Value.of((long) value)) : Optional.empty();
    }

    private static Optional<Value> parsedInteger(String text, int base) {
        String digits = Characters.strip(text, Characters::isSpace);
        if (base != 10) {
            digits = withoutPrefix(digits, base);
        } else if (digits.length() > MAX_DIGITS || !INTEGER.matcher(digits).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Value.of(Long.parseLong(digits.replace("_", ""), base)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String withoutPrefix(String digits, int base) {
        String prefix =
                switch (base) {
                    case 16 -> "0x";
                    case 8 -> "0o";
                    case 2 -> "0b";
                    default -> "";
                };
        int sign = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
        return digits.toLowerCase(Locale.ROOT).startsWith(prefix, sign)
                ? digits.substring(0, sign) + digits.substring(sign + prefix.length())
                : digits;
    }

    private static Optional<Double> parsedReal(String text) {
        String number = Characters.strip(text, Characters::isSpace).replace("_", "");
        if (number.length() > MAX_DIGITS || !REAL.matcher(number).matches()) {
            return Optional.empty();
        }
        String lower = number.toLowerCase(Locale.ROOT);
        if (lower.contains("n")) {
            double special = lower.contains("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
            return Optional.of(lower.startsWith("-") ? -special : special);
        }
        return Optional.of(Double.parseDouble(number));
    }

    private static Value real(Value subject, Bound arguments, Rendering rendering) {
        Value otherwise = arguments.get(0, new Real(0));
        Types.defined(subject);
        return switch (subject) {
            case Numeric number -> new Real(Numbers.real(number));
            case Text text -> parsedReal(text.text()).<Value>map(Real::new).orElse(otherwise);
            default -> otherwise;
        };
    }

    private static Value round(Value subject, Bound arguments, Rendering rendering) {
        int precision = Math.clamp(arguments.integer(0, 0), -MAX_DIGITS, MAX_DIGITS);
        RoundingMode mode =
                switch (arguments.text(1, "common")) {
                    case "common" -> RoundingMode.HALF_EVEN;
                    case "ceil" -> RoundingMode.CEILING;
                    case "floor" -> RoundingMode.FLOOR;
                    default -> throw TemplateFailure.failed("method must be common, ceil or floor");
                };
        if (!(subject instanceof Numeric number)) {
            throw TemplateFailure.failed(
                    "type " + Types.name(Types.defined(subject)) + " doesn't define __round__ method");
        }
        if (mode == RoundingMode.HALF_EVEN && !Numbers.isReal(number)) {
            BigDecimal rounded = BigDecimal.valueOf(Numbers.integer(number)).setScale(Math.min(precision, 0), mode);
            return whole(rounded);
        }
        double value = Numbers.real(number);
        return Double.isNaN(value) || Double.isInfinite(value)
                ? number
                : new Real(new BigDecimal(value).setScale(precision, mode).doubleValue());
    }

    private static Value whole(BigDecimal value) {
        if (value.precision() - value.scale() > Long.toString(Long.MAX_VALUE).length() - 1) {
            throw TemplateFailure.failed("an integer goes beyond 64 bits");
        }
        return Value.of(value.longValueExact());
    }

    private static Value absolute(Value subject, Rendering rendering) {
        return switch (subject) {
            case Real real -> new Real(Math.abs(real.value()));
            case Numeric number when Numbers.integer(number) < 0 -> new Arithmetic(rendering.budget()).negate(number);
            case Numeric number -> Value.of(Numbers.integer(number));
            default ->
                throw TemplateFailure.failed(
                        "bad operand type for abs(): '" + Types.name(Types.defined(subject)) + "'");
        };
    }
}
