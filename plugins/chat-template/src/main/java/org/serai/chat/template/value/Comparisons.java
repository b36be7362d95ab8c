package org.serai.chat.template.value;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serai.chat.template.value.Value.Listing;
import org.serai.chat.template.value.Value.Mapping;
import org.serai.chat.template.value.Value.None;
import org.serai.chat.template.value.Value.Numeric;
import org.serai.chat.template.value.Value.Range;
import org.serai.chat.template.value.Value.Sequence;
import org.serai.chat.template.value.Value.Stream;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Tuple;
import org.serai.chat.template.value.Value.Undefined;
import org.serai.chat.template.value.Value.View;

/** Equality, order and containment as Python has them. */
public final class Comparisons {
    private Comparisons() {}

    /** Python's {@code ==}. */
    public static boolean equal(Value a, Value b, Budget budget) {
        budget.step();
        return switch (a) {
            case None none -> b instanceof None;
            case Numeric number -> b instanceof Numeric other && Numbers.equal(number, other);
            case Text text -> b instanceof Text other && equal(text.text(), other.text(), budget);
            case Listing list -> b instanceof Listing other && equal(list.items(), other.items(), budget);
            case Tuple tuple -> b instanceof Tuple other && equal(tuple.items(), other.items(), budget);
            case Range range -> b instanceof Range other && equal(range.items(), other.items(), budget);
            case Mapping mapping -> b instanceof Mapping other && equal(mapping.entries(), other.entries(), budget);
            case View view ->
                b instanceof View other
                        && view.type().equals(other.type())
                        && equal(view.items(), other.items(), budget);
            case Undefined undefined -> b instanceof Undefined;
            case Stream stream -> a == b;
            case Value.Host host -> a == b;
        };
    }

    private static boolean equal(String a, String b, Budget budget) {
        budget.scan(Math.min(a.length(), b.length()));
        return a.equals(b);
    }

    private static boolean equal(List<Value> a, List<Value> b, Budget budget) {
        if (a.size() != b.size()) {
            return false;
        }
        Iterator<Value> others = b.iterator();
        for (Value item : a) {
            if (!equal(item, others.next(), budget)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(Map<Value, Value> a, Map<Value, Value> b, Budget budget) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<Value, Value> entry : a.entrySet()) {
            Value other = b.get(entry.getKey());
            if (other == null || !equal(entry.getValue(), other, budget)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The order of two values.
     *
     * @param operator as the template writes it, for the message where the values have no order
     * @return empty where a NaN is involved: every comparison with it is false
     */
    public static Optional<Integer> order(Value a, Value b, String operator, Budget budget) {
        budget.step();
        Types.defined(a);
        Types.defined(b);
        if (a instanceof Numeric x && b instanceof Numeric y) {
            boolean ordered = !Double.isNaN(Numbers.real(x)) && !Double.isNaN(Numbers.real(y));
            return ordered ? Optional.of(Numbers.compare(x, y)) : Optional.empty();
        }
        if (a instanceof Text x && b instanceof Text y) {
            budget.scan(Math.min(x.text().length(), y.text().length()));
            return Optional.of(Characters.compare(x.text(), y.text()));
        }
        if ((a instanceof Listing && b instanceof Listing) || (a instanceof Tuple && b instanceof Tuple)) {
            return order(((Sequence) a).items(), ((Sequence) b).items(), operator, budget);
        }
        throw TemplateFailure.failed("'" + operator + "' not supported between instances of '" + Types.name(a)
                + "' and '" + Types.name(b) + "'");
    }

    private static Optional<Integer> order(List<Value> a, List<Value> b, String operator, Budget budget) {
        Iterator<Value> others = b.iterator();
        for (Value item : a) {
            if (!others.hasNext()) {
                break;
            }
            Value other = others.next();
            if (!equal(item, other, budget)) {
                return order(item, other, operator, budget);
            }
        }
        return Optional.of(Integer.compare(a.size(), b.size()));
    }

    /** Python's {@code item in container}. */
    public static boolean contains(Value container, Value item, Budget budget) {
        return switch (container) {
            case Text text -> {
                if (!(item instanceof Text part)) {
                    Types.defined(item);
                    throw TemplateFailure.failed(
                            "'in <string>' requires string as left operand, not " + Types.name(item));
                }
                budget.search(text.text().length(), part.text().length());
                yield text.text().contains(part.text());
            }
            case Mapping mapping -> mapping.entries().containsKey(Keys.checked(item, budget));
            case Sequence sequence -> containsEqual(sequence.items().iterator(), item, budget);
            case View view -> containsEqual(view.items().iterator(), item, budget);
            case Stream stream -> containsEqual(stream.iterator(), item, budget);
            case Undefined undefined -> false;
            default -> throw TemplateFailure.failed("argument of type '" + Types.name(container) + "' is not iterable");
        };
    }

    private static boolean containsEqual(Iterator<Value> items, Value item, Budget budget) {
        while (items.hasNext()) {
            if (equal(items.next(), item, budget)) {
                return true;
            }
        }
        return false;
    }
}
