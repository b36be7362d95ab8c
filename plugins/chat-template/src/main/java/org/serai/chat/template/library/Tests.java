package org.serai.chat.template.library;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.Comparisons;
import org.serai.chat.template.value.Iteration;
import org.serai.chat.template.value.Numbers;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Types;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Bool;
import org.serai.chat.template.value.Value.Callable;
import org.serai.chat.template.value.Value.Int;
import org.serai.chat.template.value.Value.Mapping;
import org.serai.chat.template.value.Value.None;
import org.serai.chat.template.value.Value.Numeric;
import org.serai.chat.template.value.Value.Real;
import org.serai.chat.template.value.Value.Sequence;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Undefined;

/** Jinja's tests, which are used as {@code value is odd}. */
final class Tests {
    /** A test of a value. */
    @FunctionalInterface
    interface Test {
        boolean holds(String name, Value subject, Arguments arguments, Rendering rendering);
    }

    private interface Comparing {
        boolean holds(Value subject, Value argument, Rendering rendering);
    }

    private interface Ordering {
        boolean holds(int order);
    }

    private Tests() {}

    static Map<String, Test> all(Set<String> filters) {
        Map<String, Test> tests = new TreeMap<>();
        tests.put("defined", plain(value -> !(value instanceof Undefined)));
        tests.put("undefined", plain(value -> value instanceof Undefined));
        tests.put("none", plain(value -> value instanceof None));
        tests.put("boolean", plain(value -> value instanceof Bool));
        tests.put("true", plain(value -> value instanceof Bool bool && bool.value()));
        tests.put("false", plain(value -> value instanceof Bool bool && !bool.value()));
        tests.put("integer", plain(value -> value instanceof Int));
        tests.put("float", plain(value -> value instanceof Real));
        tests.put("number", plain(value -> value instanceof Numeric));
        tests.put("string", plain(value -> value instanceof Text));
        tests.put("mapping", plain(value -> value instanceof Mapping));
        tests.put("sequence", plain(Tests::isSequence));
        tests.put("iterable", plain(Iteration::isIterable));
        tests.put("callable", plain(value -> value instanceof Callable));
        tests.put("escaped", plain(value -> value instanceof Text text && text.markup()));
        tests.put("odd", plain(value -> remainder(value, 2) == 1));
        tests.put("even", plain(value -> remainder(value, 2) == 0));
        tests.put("divisibleby", comparing((value, divisor, rendering) -> remainder(value, divisor(divisor)) == 0));
        tests.put("lower", cased(Casing::isLower));
        tests.put("upper", cased(Casing::isUpper));
        tests.put("sameas", comparing(Tests::isSame));
        tests.put(
                "in",
                comparing((value, container, rendering) -> Comparisons.contains(container, value, rendering.budget())));
        tests.put("filter", plain(value -> value instanceof Text text && filters.contains(text.text())));
        tests.put("test", plain(value -> value instanceof Text text && tests.containsKey(text.text())));
        for (String name : Set.of("eq", "==", "equalto")) {
            tests.put(name, comparing((a, b, rendering) -> Comparisons.equal(a, b, rendering.budget())));
        }
        for (String name : Set.of("ne", "!=")) {
            tests.put(name, comparing((a, b, rendering) -> !Comparisons.equal(a, b, rendering.budget())));
        }
        for (String name : Set.of("gt", ">", "greaterthan")) {
            tests.put(name, ordering(">", order -> order > 0));
        }
        for (String name : Set.of("ge", ">=")) {
            tests.put(name, ordering(">=", order -> order >= 0));
        }
        for (String name : Set.of("lt", "<", "lessthan")) {
            tests.put(name, ordering("<", order -> order < 0));
        }
        for (String name : Set.of("le", "<=")) {
            tests.put(name, ordering("<=", order -> order <= 0));
        }
        return tests;
    }

    private static Test plain(Predicate<Value> predicate) {
        return (name, subject, arguments, rendering) -> {
            Signature.EMPTY.bind("test '" + name + "'", arguments);
            return predicate.test(subject);
        };
    }

    private static Test cased(Predicate<String> predicate) {
        return (name, subject, arguments, rendering) -> {
            String text = rendering.text(subject);
            rendering.budget().scan(text.length());
            return predicate.test(text);
        };
    }

    private static Test comparing(Comparing comparing) {
        Signature signature = Signature.of("other");
        return (name, subject, arguments, rendering) -> comparing.holds(
                subject, signature.bind("test '" + name + "'", arguments).get(0), rendering);
    }

    private static Test ordering(String operator, Ordering ordering) {
        return comparing((a, b, rendering) -> Comparisons.order(a, b, operator, rendering.budget())
                .map(ordering::holds)
                .orElse(false));
    }

    private static boolean isSequence(Value value) {
        return value instanceof Sequence
                || value instanceof Text
                || value instanceof Mapping
                || value instanceof Undefined;
    }

    private static boolean isSame(Value a, Value b, Rendering rendering) {
        boolean scalar = a instanceof None || a instanceof Text || a instanceof Numeric;
        return scalar ? a.getClass() == b.getClass() && a.equals(b) : a == b;
    }

    private static long divisor(Value value) {
        long divisor = integer(value);
        if (divisor == 0) {
            throw TemplateFailure.failed("integer modulo by zero");
        }
        return divisor;
    }

    private static double remainder(Value value, long divisor) {
        return value instanceof Real real ? real.value() % divisor : Math.floorMod(integer(value), divisor);
    }

    private static long integer(Value value) {
        if (value instanceof Int || value instanceof Bool) {
            return Numbers.integer((Numeric) value);
        }
        throw TemplateFailure.failed(
                "unsupported operand type(s) for %: '" + Types.name(Types.defined(value)) + "' and 'int'");
    }
}
