package org.serai.chat.template.library;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.Arithmetic;
import org.serai.chat.template.value.Budget;
import org.serai.chat.template.value.Comparisons;
import org.serai.chat.template.value.Iteration;
import org.serai.chat.template.value.Keys;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Types;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Listing;
import org.serai.chat.template.value.Value.Mapping;
import org.serai.chat.template.value.Value.Stream;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Tuple;
import org.serai.chat.template.value.Value.Undefined;

/** Jinja's filters that work on collections as wholes. */
final class SequenceFilters {
    private SequenceFilters() {}

    static void addTo(Map<String, Operation> filters) {
        filters.put(
                "length",
                Operation.of((subject, rendering) -> Value.of(Iteration.length(subject, rendering.budget()))));
        filters.put(
                "count", Operation.of((subject, rendering) -> Value.of(Iteration.length(subject, rendering.budget()))));
        filters.put("list", Operation.of((subject, rendering) -> new Listing(copy(subject, rendering))));
        filters.put("first", Operation.of(SequenceFilters::first));
        filters.put("last", Operation.of(SequenceFilters::last));
        filters.put("reverse", Operation.of(SequenceFilters::reverse));
        filters.put("join", Operation.of(Signature.optional("d", "attribute"), SequenceFilters::join));
        filters.put(
                "sort",
                Operation.of(Signature.optional("reverse", "case_sensitive", "attribute"), SequenceFilters::sort));
        filters.put("unique", Operation.of(Signature.optional("case_sensitive", "attribute"), SequenceFilters::unique));
        filters.put(
                "min",
                Operation.of(
                        Signature.optional("case_sensitive", "attribute"),
                        (subject, arguments, rendering) -> extreme(subject, arguments, rendering, false)));
        filters.put(
                "max",
                Operation.of(
                        Signature.optional("case_sensitive", "attribute"),
                        (subject, arguments, rendering) -> extreme(subject, arguments, rendering, true)));
        filters.put("sum", Operation.of(Signature.optional("attribute", "start"), SequenceFilters::sum));
        filters.put("batch", Operation.of(Signature.of("linecount", "fill_with").requiring(1), SequenceFilters::batch));
        filters.put("slice", Operation.of(Signature.of("slices", "fill_with").requiring(1), SequenceFilters::slice));
        filters.put(
                "groupby",
                Operation.of(
                        Signature.of("attribute", "default", "case_sensitive").requiring(1), SequenceFilters::groupBy));
        filters.put("items", Operation.of(SequenceFilters::items));
        filters.put(
                "dictsort",
                Operation.of(Signature.optional("case_sensitive", "by", "reverse"), SequenceFilters::dictSort));
    }

    private static List<Value> copy(Value subject, Rendering rendering) {
        return new ArrayList<>(Iteration.list(subject, rendering.budget()));
    }

    private static Value stream(List<Value> items) {
        return new Stream(items.iterator());
    }

    private static Value first(Value subject, Rendering rendering) {
        var items = Iteration.iterator(subject);
        return items.hasNext() ? items.next() : new Undefined("No first item, sequence was empty.");
    }

    private static Value last(Value subject, Rendering rendering) {
        if (subject instanceof Stream) {
            throw TemplateFailure.failed("'generator' object is not reversible");
        }
        List<Value> items = Iteration.list(subject, rendering.budget());
        return items.isEmpty() ? new Undefined("No last item, sequence was empty.") : items.getLast();
    }

    private static Value reverse(Value subject, Rendering rendering) {
        if (subject instanceof Text text) {
            rendering.budget().scan(text.text().length());
            return Value.of(rendering
                    .budget()
                    .made(new StringBuilder(text.text()).reverse().toString()));
        }
        return stream(copy(subject, rendering).reversed());
    }

    private static Value join(Value subject, Bound arguments, Rendering rendering) {
        UnaryOperator<Value> part = AttributePath.getter(arguments.given(1), rendering);
        String separator = rendering.text(arguments.get(0, Value.EMPTY_TEXT));
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Value item : Iteration.list(subject, rendering.budget())) {
            String text = rendering.text(part.apply(item));
            rendering.budget().characters((long) separator.length() + text.length());
            out.append(first ? "" : separator).append(text);
            first = false;
        }
        return Value.of(out.toString());
    }

    /** The order of {@code sort}: strings without regard to case unless that is asked for. */
    private static Comparator<Value> order(boolean caseSensitive, Rendering rendering) {
        return (a, b) -> Comparisons.order(
                        folded(a, caseSensitive, rendering),
                        folded(b, caseSensitive, rendering),
                        "<",
                        rendering.budget())
                .orElseThrow(() -> TemplateFailure.failed("what is not a number has no order"));
    }

    private static Value folded(Value value, boolean caseSensitive, Rendering rendering) {
        return caseSensitive || !(value instanceof Text) ? value : rendering.filter("lower", value, Arguments.NONE);
    }

    private static Value sort(Value subject, Bound arguments, Rendering rendering) {
        List<UnaryOperator<Value>> keys = AttributePath.getters(arguments.given(2), rendering);
        Comparator<Value> order = order(arguments.truth(1, false), rendering);
        Comparator<Value> byKeys = keys.stream()
                .map(key -> Comparator.comparing(key, order))
                .reduce(Comparator::thenComparing)
                .orElse(order);
        List<Value> sorted = copy(subject, rendering);
        sorted.sort(arguments.truth(0, false) ? byKeys.reversed() : byKeys);
        return new Listing(sorted);
    }

    private static Value unique(Value subject, Bound arguments, Rendering rendering) {
        UnaryOperator<Value> key = AttributePath.getter(arguments.given(1), rendering);
        boolean caseSensitive = arguments.truth(0, false);
        Set<Value> seen = new HashSet<>();
        List<Value> unique = new ArrayList<>();
        for (Value item : Iteration.list(subject, rendering.budget())) {
            if (seen.add(Keys.checked(folded(key.apply(item), caseSensitive, rendering), rendering.budget()))) {
                unique.add(item);
            }
        }
        return stream(unique);
    }

    private static Value extreme(Value subject, Bound arguments, Rendering rendering, boolean largest) {
        UnaryOperator<Value> key = AttributePath.getter(arguments.given(1), rendering);
        Comparator<Value> order = Comparator.comparing(key, order(arguments.truth(0, false), rendering));
        List<Value> items = Iteration.list(subject, rendering.budget());
        // the first of equals wins, for the largest too
        Optional<Value> found = largest
                ? items.stream().reduce((a, b) -> order.compare(b, a) > 0 ? b : a)
                : items.stream().reduce((a, b) -> order.compare(b, a) < 0 ? b : a);
        return found.orElseGet(() -> new Undefined("No aggregated item, sequence was empty."));
    }

    private static Value sum(Value subject, Bound arguments, Rendering rendering) {
        UnaryOperator<Value> part = AttributePath.getter(arguments.given(0), rendering);
        Arithmetic arithmetic = new Arithmetic(rendering.budget());
        Value sum = arguments.get(1, Value.of(0));
        for (Value item : Iteration.list(subject, rendering.budget())) {
            sum = arithmetic.add(sum, part.apply(item));
        }
        return sum;
    }

    private static Value batch(Value subject, Bound arguments, Rendering rendering) {
        int size = positive(arguments);
        List<Value> batches = new ArrayList<>();
        List<Value> items = Iteration.list(subject, rendering.budget());
        for (int start = 0; start < items.size(); start += size) {
            int end = (int) Math.min((long) start + size, items.size());
            List<Value> batch = new ArrayList<>(items.subList(start, end));
            arguments.given(1).ifPresent(filler -> fill(batch, size, filler, rendering.budget()));
            batches.add(new Listing(batch));
        }
        return stream(batches);
    }

    private static int positive(Bound arguments) {
        int size = arguments.integer(0, 0);
        if (size < 1) {
            throw TemplateFailure.failed(arguments.callee() + " needs a number of at least 1, not " + size);
        }
        return size;
    }

    private static void fill(List<Value> batch, int size, Value filler, Budget budget) {
        budget.steps(size);
        batch.addAll(Collections.nCopies(size - batch.size(), filler));
    }

    private static Value slice(Value subject, Bound arguments, Rendering rendering) {
        int count = positive(arguments);
        rendering.budget().steps(count);
        List<Value> items = Iteration.list(subject, rendering.budget());
        int size = items.size() / count;
        int larger = items.size() % count;
        List<Value> slices = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < count; i++) {
            int end = start + size + (i < larger ? 1 : 0);
            List<Value> slice = new ArrayList<>(items.subList(start, end));
            if (arguments.given(1).isPresent() && i >= larger) {
                slice.add(arguments.get(1));
            }
            slices.add(new Listing(slice));
            start = end;
        }
        return stream(slices);
    }

    private static Value groupBy(Value subject, Bound arguments, Rendering rendering) {
        UnaryOperator<Value> path = AttributePath.getter(Optional.of(arguments.get(0)), rendering);
        boolean caseSensitive = arguments.truth(2, false);
        UnaryOperator<Value> key = item -> {
            Value found = path.apply(item);
            return found instanceof Undefined ? arguments.get(1, found) : found;
        };
        List<Value> sorted = copy(subject, rendering);
        sorted.sort(Comparator.comparing(key, order(caseSensitive, rendering)));
        Map<Value, List<Value>> groups = new LinkedHashMap<>();
        for (Value item : sorted) {
            Value group = Keys.checked(folded(key.apply(item), caseSensitive, rendering), rendering.budget());
            groups.computeIfAbsent(group, ignored -> new ArrayList<>()).add(item);
        }
        List<Value> all = new ArrayList<>();
        for (List<Value> group : groups.values()) {
            List<Value> pair = List.of(key.apply(group.getFirst()), new Listing(group));
            all.add(new Tuple(pair, List.of("grouper", "list")));
        }
        return new Listing(all);
    }

    private static Value items(Value subject, Rendering rendering) {
        return switch (subject) {
            case Mapping mapping -> {
                rendering.budget().steps(mapping.entries().size());
                yield stream(MappingMethods.pairs(mapping));
            }
            case Undefined undefined -> stream(List.of());
            default -> throw TemplateFailure.failed("Can only get item pairs from a mapping.");
        };
    }

    private static Value dictSort(Value subject, Bound arguments, Rendering rendering) {
        if (!(subject instanceof Mapping mapping)) {
            throw TemplateFailure.failed("'" + Types.describe(Types.defined(subject)) + "' has no attribute 'items'");
        }
        int place =
                switch (arguments.text(1, "key")) {
                    case "key" -> 0;
                    case "value" -> 1;
                    default -> throw TemplateFailure.failed("You can only sort by either \"key\" or \"value\"");
                };
        Comparator<Value> order = order(arguments.truth(0, false), rendering);
        Comparator<Value> byPlace =
                Comparator.comparing(pair -> ((Tuple) pair).items().get(place), order);
        List<Value> sorted = MappingMethods.pairs(mapping);
        rendering.budget().steps(sorted.size());
        sorted.sort(arguments.truth(2, false) ? byPlace.reversed() : byPlace);
        return new Listing(sorted);
    }
}
