package org.serai.chat.template.value;

import java.math.BigDecimal;
import org.serai.chat.template.value.Value.Bool;
import org.serai.chat.template.value.Value.Int;
import org.serai.chat.template.value.Value.Numeric;
import org.serai.chat.template.value.Value.Real;

/** Python's rules for numbers of mixed kinds. */
public final class Numbers {
    private static final double MIN_PLAIN = 1e-4;
    private static final double MAX_PLAIN = 1e16;

    private Numbers() {}

    public static boolean isReal(Numeric number) {
        return number instanceof Real;
    }

    /** The value of an integer or truth value; of a real number its whole part. */
    public static long integer(Numeric number) {
        return switch (number) {
            case Bool bool -> bool.value() ? 1 : 0;
            case Int integer -> integer.value();
            case Real real -> (long) real.value();
        };
    }

    public static double real(Numeric number) {
        return number instanceof Real real ? real.value() : integer(number);
    }

    /** Exact, also between large integers and real numbers. NaN is equal to nothing. */
    public static boolean equal(Numeric a, Numeric b) {
        if (!isReal(a) && !isReal(b)) {
            return integer(a) == integer(b);
        }
        return !Double.isNaN(real(a)) && !Double.isNaN(real(b)) && compare(a, b) == 0;
    }

    /** The same for numbers that are equal. */
    public static int hash(Numeric number) {
        double value = real(number);
        return isReal(number) && value != integer(number) ? Double.hashCode(value) : Long.hashCode(integer(number));
    }

    /** The order of two numbers, neither of which is NaN. */
    public static int compare(Numeric a, Numeric b) {
        if (!isReal(a) && !isReal(b)) {
            return Long.compare(integer(a), integer(b));
        }
        if ((isReal(a) && isReal(b)) || Double.isInfinite(real(a)) || Double.isInfinite(real(b))) {
            double x = real(a);
            double y = real(b);
            return x < y ? -1 : x > y ? 1 : 0;
        }
        return exact(a).compareTo(exact(b));
    }

    private static BigDecimal exact(Numeric number) {
        return number instanceof Real real ? new BigDecimal(real.value()) : BigDecimal.valueOf(integer(number));
    }

    /** Python's {@code repr} of a float: the shortest digits that identify it, with an exponent from 1e16 and below 1e-4. */
    public static String display(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        double magnitude = Math.abs(value);
        if (magnitude >= MIN_PLAIN && magnitude < MAX_PLAIN) {
            String plain = decimal.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = decimal.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - decimal.scale();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String sign = value < 0 ? "-" : "";
        String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return sign + mantissa + "e" + power;
    }
}
