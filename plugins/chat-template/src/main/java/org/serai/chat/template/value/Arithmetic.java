package org.serai.chat.template.value;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.serai.chat.template.value.Value.Bool;
import org.serai.chat.template.value.Value.Int;
import org.serai.chat.template.value.Value.Listing;
import org.serai.chat.template.value.Value.Numeric;
import org.serai.chat.template.value.Value.Real;
import org.serai.chat.template.value.Value.Sequence;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Tuple;

/** Python's arithmetic operators on numbers, strings and lists. */
public final class Arithmetic {
    private final Budget budget;

    public Arithmetic(Budget budget) {
        this.budget = budget;
    }

    public Value add(Value a, Value b) {
        if (a instanceof Numeric x && b instanceof Numeric y) {
            return calculate(x, y, Math::addExact, Double::sum);
        }
        if (a instanceof Text x && b instanceof Text y) {
            return concatenate(x, y);
        }
        if (a instanceof Listing x && b instanceof Listing y) {
            return new Listing(joined(x.items(), y.items()));
        }
        if (a instanceof Tuple x && b instanceof Tuple y) {
            return new Tuple(joined(x.items(), y.items()), List.of());
        }
        Types.defined(a);
        Types.defined(b);
        if (a instanceof Text || a instanceof Listing || a instanceof Tuple) {
            String type = Types.name(a);
            throw TemplateFailure.failed(
                    "can only concatenate " + type + " (not \"" + Types.name(b) + "\") to " + type);
        }
        throw unsupported("+", a, b);
    }

    private Value concatenate(Text a, Text b) {
        if (a.markup() == b.markup()) {
            budget.characters((long) a.text().length() + b.text().length());
            return new Text(a.text() + b.text(), a.markup());
        }
        String left = a.markup() ? a.text() : Markup.escape(a.text(), budget);
        String right = b.markup() ? b.text() : Markup.escape(b.text(), budget);
        budget.characters((long) left.length() + right.length());
        return new Text(left + right, true);
    }

    private List<Value> joined(List<Value> a, List<Value> b) {
        budget.steps((long) a.size() + b.size());
        List<Value> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    public Value subtract(Value a, Value b) {
        return calculate("-", a, b, Math::subtractExact, (x, y) -> x - y);
    }

    public Value multiply(Value a, Value b) {
        if (b instanceof Numeric times && isWhole(b)) {
            if (a instanceof Text text) {
                return repeat(text, Numbers.integer(times));
            }
            if (a instanceof Listing || a instanceof Tuple) {
                return repeat((Sequence) a, Numbers.integer(times));
            }
        }
        if (isWhole(a) && (b instanceof Text || b instanceof Listing || b instanceof Tuple)) {
            return multiply(b, a);
        }
        return calculate("*", a, b, Math::multiplyExact, (x, y) -> x * y);
    }

    private static boolean isWhole(Value value) {
        return value instanceof Int || value instanceof Bool;
    }

    private Value repeat(Text text, long times) {
        int count = count(times);
        budget.characters((long) text.text().length() * count);
        return text.with(text.text().repeat(count));
    }

    private Value repeat(Sequence sequence, long times) {
        int count = count(times);
        budget.steps((long) sequence.items().size() * count);
        List<Value> all = new ArrayList<>();
        for (int i = 0; i < count && !sequence.items().isEmpty(); i++) {
            all.addAll(sequence.items());
        }
        return sequence instanceof Tuple ? new Tuple(all, List.of()) : new Listing(all);
    }

    private static int count(long times) {
        return Math.clamp(times, 0, Integer.MAX_VALUE);
    }

    /** The true quotient, always a real number. */
    public Value divide(Value a, Value b) {
        Numeric dividend = number(a, "/", a, b);
        return new Real(Numbers.real(dividend) / Numbers.real(divisor("/", a, b)));
    }

    /** The quotient rounded down. */
    public Value floorDivide(Value a, Value b) {
        return calculate(number(a, "//", a, b), divisor("//", a, b), Math::floorDivExact, (x, y) -> Math.floor(x / y));
    }

    /** The remainder with the sign of the divisor; for a string on the left, formatting. */
    public Value modulo(Value a, Value b) {
        if (a instanceof Text pattern) {
            return pattern.with(PercentFormat.format(pattern.text(), b, budget));
        }
        return calculate(number(a, "%", a, b), divisor("%", a, b), Math::floorMod, Arithmetic::floorModulo);
    }

    private static double floorModulo(double x, double y) {
        double remainder = x % y;
        return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder;
    }

    private static Numeric number(Value operand, String operator, Value a, Value b) {
        if (operand instanceof Numeric number) {
            return number;
        }
        throw unsupported(operator, a, b);
    }

    private static Numeric divisor(String operator, Value a, Value b) {
        Numeric divisor = number(b, operator, a, b);
        if (Numbers.real(divisor) == 0) {
            throw TemplateFailure.failed("division by zero");
        }
        return divisor;
    }

    public Value power(Value a, Value b) {
        if (!(a instanceof Numeric base && b instanceof Numeric exponent)) {
            throw unsupported("** or pow()", a, b);
        }
        boolean whole = isWhole(a) && isWhole(b) && Numbers.integer(exponent) >= 0;
        return whole
                ? new Int(power(Numbers.integer(base), Numbers.integer(exponent)))
                : new Real(Math.pow(Numbers.real(base), Numbers.real(exponent)));
    }

    private static long power(long base, long exponent) {
        if (base == 0 || base == 1 || base == -1) {
            return exponent == 0 || base == 1 || (base == -1 && exponent % 2 == 0) ? 1 : base;
        }
        long result = 1;
        for (long i = 0; i < exponent; i++) {
            result = exact(Math::multiplyExact, result, base);
        }
        return result;
    }

    public Value negate(Value value) {
        return switch (value) {
            case Real real -> new Real(-real.value());
            case Numeric number -> new Int(exact(Math::subtractExact, 0, Numbers.integer(number)));
            default -> throw badUnary("-", value);
        };
    }

    public Value plus(Value value) {
        return switch (value) {
            case Bool bool -> new Int(Numbers.integer(bool));
            case Numeric number -> number;
            default -> throw badUnary("+", value);
        };
    }

    private static Value calculate(
            String operator, Value a, Value b, LongBinaryOperator whole, DoubleBinaryOperator real) {
        if (a instanceof Numeric x && b instanceof Numeric y) {
            return calculate(x, y, whole, real);
        }
        throw unsupported(operator, a, b);
    }

    private static Value calculate(Numeric a, Numeric b, LongBinaryOperator whole, DoubleBinaryOperator real) {
        return Numbers.isReal(a) || Numbers.isReal(b)
                ? new Real(real.applyAsDouble(Numbers.real(a), Numbers.real(b)))
                : new Int(exact(whole, Numbers.integer(a), Numbers.integer(b)));
    }

    private static long exact(LongBinaryOperator operation, long a, long b) {
        try {
            return operation.applyAsLong(a, b);
        } catch (ArithmeticException e) {
            throw TemplateFailure.failed("an integer goes beyond 64 bits");
        }
    }

    private static TemplateFailure unsupported(String operator, Value a, Value b) {
        Types.defined(a);
        Types.defined(b);
        return TemplateFailure.failed("unsupported operand type(s) for " + operator + ": '" + Types.name(a) + "' and '"
                + Types.name(b) + "'");
    }

    private static TemplateFailure badUnary(String operator, Value value) {
        return TemplateFailure.failed(
                "bad operand type for unary " + operator + ": '" + Types.name(Types.defined(value)) + "'");
    }
}
