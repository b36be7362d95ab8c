package org.serai.chat.template.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.serai.chat.template.value.Numbers;
import org.serai.chat.template.value.Value;

/** The {@code attribute} argument of filters: a path such as {@code function.name} or {@code parts.0}. */
final class AttributePath {
    private static final int MAX_INDEX_DIGITS = 9;

    private AttributePath() {}

    /** Follows a path from an item; without a path gives the item. */
    static UnaryOperator<Value> getter(Optional<Value> attribute, Rendering rendering) {
        List<Value> steps = attribute.map(AttributePath::steps).orElseGet(List::of);
        return item -> follow(item, steps, rendering);
    }

    /** The getters of several paths with commas between them; one that gives the item where there is none. */
    static List<UnaryOperator<Value>> getters(Optional<Value> attributes, Rendering rendering) {
        if (attributes.isEmpty() || !(attributes.get() instanceof Value.Text text)) {
            return List.of(getter(attributes, rendering));
        }
        List<UnaryOperator<Value>> getters = new ArrayList<>();
        for (String path : Splitting.split(text.text(), ",", -1)) {
            getters.add(getter(Optional.of(Value.of(path)), rendering));
        }
        return getters;
    }

    private static List<Value> steps(Value attribute) {
        if (attribute instanceof Value.Numeric number) {
            return List.of(Value.of(Numbers.integer(number)));
        }
        return attribute instanceof Value.Text text
                ? Splitting.split(text.text(), ".", -1).stream()
                        .map(AttributePath::step)
                        .toList()
                : List.of();
    }

    private static Value step(String name) {
        boolean index = !name.isEmpty()
                && name.length() <= MAX_INDEX_DIGITS
                && name.chars().allMatch(character -> character >= '0' && character <= '9');
        return index ? Value.of(Long.parseLong(name)) : Value.of(name);
    }

    private static Value follow(Value item, List<Value> steps, Rendering rendering) {
        Lookup lookup = new Lookup(rendering);
        Value found = item;
        for (Value step : steps) {
            rendering.budget().step();
            found = lookup.item(found, step);
        }
        return found;
    }
}
