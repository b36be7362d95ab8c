package org.serai.chat.template.render;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import org.serai.chat.template.value.Value;

/** The elements for which a condition holds. It is checked as late as possible: a loop's body may change it. */
final class FilteringIterator implements Iterator<Value> {
    private final Iterator<Value> all;
    private final Predicate<Value> condition;
    private Optional<Value> next = Optional.empty();

    FilteringIterator(Iterator<Value> all, Predicate<Value> condition) {
        this.all = all;
        this.condition = condition;
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && all.hasNext()) {
            next = Optional.of(all.next()).filter(condition);
        }
        return next.isPresent();
    }

    @Override
    public Value next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Value value = next.orElseThrow();
        next = Optional.empty();
        return value;
    }
}
