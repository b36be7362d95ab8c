package org.serai.chat.template.render;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.Budget;
import org.serai.chat.template.value.Comparisons;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Listing;
import org.serai.chat.template.value.Value.Undefined;

/** The variable {@code loop}: where a loop is. Looks ahead only as far as the template asks. */
final class Loop implements Value.Callable {
    private final Iterator<Value> items;
    private final Deque<Value> ahead = new ArrayDeque<>();
    private final int depth;
    private final Value.@Nullable Callable recursion;
    private final Budget budget;
    private int index = -1;
    private Value previous = new Undefined("there is no previous item");
    private Value current = previous;
    private @Nullable Value lastChecked;

    /** @param recursion renders the loop for other elements; null where the loop is not recursive */
    Loop(Iterator<Value> items, int depth, Value.@Nullable Callable recursion, Budget budget) {
        this.items = items;
        this.depth = depth;
        this.recursion = recursion;
        this.budget = budget;
    }

    /** Moves to the next element, where there is one. */
    boolean advance() {
        if (!hasNext()) {
            return false;
        }
        budget.step();
        if (index >= 0) {
            previous = current;
        }
        current = ahead.isEmpty() ? items.next() : ahead.remove();
        index++;
        return true;
    }

    private boolean hasNext() {
        return !ahead.isEmpty() || items.hasNext();
    }

    Value item() {
        return current;
    }

    /** True where there was no element at all. */
    boolean isEmpty() {
        return index < 0;
    }

    private Value next() {
        if (ahead.isEmpty() && items.hasNext()) {
            ahead.add(items.next());
        }
        return ahead.isEmpty() ? new Undefined("there is no next item") : ahead.getFirst();
    }

    private int length() {
        while (items.hasNext()) {
            budget.step();
            ahead.add(items.next());
        }
        return index + 1 + ahead.size();
    }

    @Override
    public String typeName() {
        return "LoopContext";
    }

    @Override
    public Value call(Arguments arguments) {
        if (recursion == null) {
            throw TemplateFailure.failed("The loop must have the 'recursive' marker to be called recursively.");
        }
        if (arguments.positional().size() != 1 || !arguments.named().isEmpty()) {
            throw TemplateFailure.failed("loop() takes one argument");
        }
        return recursion.call(arguments);
    }

    @Override
    public Optional<Value> attribute(String name) {
        return switch (name) {
            case "index" -> Optional.of(Value.of(index + 1));
            case "index0" -> Optional.of(Value.of(index));
            case "revindex" -> Optional.of(Value.of(length() - index));
            case "revindex0" -> Optional.of(Value.of(length() - index - 1));
            case "first" -> Optional.of(Value.of(index == 0));
            case "last" -> Optional.of(Value.of(!hasNext()));
            case "length" -> Optional.of(Value.of(length()));
            case "depth" -> Optional.of(Value.of(depth + 1));
            case "depth0" -> Optional.of(Value.of(depth));
            case "previtem" -> Optional.of(previous);
            case "nextitem" -> Optional.of(next());
            case "cycle" -> Optional.of(new Function(name, this::cycle));
            case "changed" -> Optional.of(new Function(name, this::changed));
            default -> Optional.empty();
        };
    }

    private Value cycle(Arguments arguments) {
        List<Value> values = arguments.positional();
        if (values.isEmpty()) {
            throw TemplateFailure.failed("no items for cycling given");
        }
        return values.get(index % values.size());
    }

    private Value changed(Arguments arguments) {
        Value checked = new Listing(arguments.positional());
        boolean changed = lastChecked == null || !Comparisons.equal(lastChecked, checked, budget);
        lastChecked = checked;
        return Value.of(changed);
    }
}
