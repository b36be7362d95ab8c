package org.serai.chat.template.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.Iteration;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Types;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Stream;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Undefined;

/** Jinja's filters that apply a test or another filter to each element. */
final class SelectionFilters {
    private SelectionFilters() {}

    static void addTo(Map<String, Operation> filters) {
        filters.put("map", SelectionFilters::map);
        filters.put("select", (name, subject, arguments, rendering) -> select(subject, arguments, rendering, 0, true));
        filters.put("reject", (name, subject, arguments, rendering) -> select(subject, arguments, rendering, 0, false));
        filters.put(
                "selectattr", (name, subject, arguments, rendering) -> select(subject, arguments, rendering, 1, true));
        filters.put(
                "rejectattr", (name, subject, arguments, rendering) -> select(subject, arguments, rendering, 1, false));
    }

    private static Value map(String name, Value subject, Arguments arguments, Rendering rendering) {
        List<Value> mapped = new ArrayList<>();
        UnaryOperator<Value> change = mapper(arguments, rendering);
        for (Value item : elements(subject, rendering)) {
            mapped.add(change.apply(item));
        }
        return new Stream(mapped.iterator());
    }

    private static UnaryOperator<Value> mapper(Arguments arguments, Rendering rendering) {
        if (arguments.positional().isEmpty() && arguments.named().containsKey("attribute")) {
            Bound bound = Signature.optional("attribute", "default").bind("map()", arguments);
            UnaryOperator<Value> path = AttributePath.getter(bound.given(0), rendering);
            Optional<Value> otherwise = bound.given(1);
            return item -> {
                Value found = path.apply(item);
                return found instanceof Undefined ? otherwise.orElse(found) : found;
            };
        }
        if (arguments.positional().isEmpty()) {
            throw TemplateFailure.failed("map requires a filter argument");
        }
        String filter = word(arguments.positional().getFirst(), "filter");
        Arguments rest = rest(arguments, 1);
        return item -> rendering.filter(filter, item, rest);
    }

    /** @param attributes 1 where the first argument is the path of what is tested, 0 where elements are */
    private static Value select(
            Value subject, Arguments arguments, Rendering rendering, int attributes, boolean wanted) {
        List<Value> positional = arguments.positional();
        if (positional.size() < attributes) {
            throw TemplateFailure.failed("Missing parameter for attribute name");
        }
        UnaryOperator<Value> path = AttributePath.getter(
                attributes == 0 ? Optional.empty() : Optional.of(positional.getFirst()), rendering);
        Predicate<Value> test = tester(arguments, attributes, rendering);
        List<Value> selected = new ArrayList<>();
        for (Value item : elements(subject, rendering)) {
            if (test.test(path.apply(item)) == wanted) {
                selected.add(item);
            }
        }
        return new Stream(selected.iterator());
    }

    private static Predicate<Value> tester(Arguments arguments, int skipped, Rendering rendering) {
        if (arguments.positional().size() <= skipped) {
            return Types::truth;
        }
        String test = word(arguments.positional().get(skipped), "test");
        Arguments rest = rest(arguments, skipped + 1);
        return item -> rendering.test(test, item, rest);
    }

    private static String word(Value value, String what) {
        if (value instanceof Text text) {
            return text.text();
        }
        throw TemplateFailure.failed("the name of a " + what + " is a string, not " + Types.name(value));
    }

    private static Arguments rest(Arguments arguments, int skipped) {
        List<Value> positional = arguments.positional();
        return new Arguments(positional.subList(skipped, positional.size()), arguments.named());
    }

    /** The elements; nothing at all gives none, as what is false does in Jinja. */
    private static List<Value> elements(Value subject, Rendering rendering) {
        return Types.truth(subject) ? Iteration.list(subject, rendering.budget()) : List.of();
    }
}
