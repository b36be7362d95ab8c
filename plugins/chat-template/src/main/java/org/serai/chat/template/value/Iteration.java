package org.serai.chat.template.value;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.serai.chat.template.value.Value.Mapping;
import org.serai.chat.template.value.Value.Sequence;
import org.serai.chat.template.value.Value.Stream;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Undefined;
import org.serai.chat.template.value.Value.View;

/** Going through values as Python's {@code for} does. */
public final class Iteration {
    private Iteration() {}

    public static boolean isIterable(Value value) {
        return switch (value) {
            case Text text -> true;
            case Sequence sequence -> true;
            case Mapping mapping -> true;
            case View view -> true;
            case Stream stream -> true;
            case Undefined undefined -> true;
            default -> false;
        };
    }

    /** The elements: characters of a string, keys of a mapping. */
    public static Iterator<Value> iterator(Value value) {
        return switch (value) {
            case Text text ->
                text.text()
                        .codePoints()
                        .mapToObj(character -> Value.of(Character.toString(character)))
                        .iterator();
            case Sequence sequence -> sequence.items().iterator();
            case Mapping mapping -> mapping.entries().keySet().iterator();
            case View view -> view.items().iterator();
            case Stream stream -> stream.iterator();
            case Undefined undefined -> List.<Value>of().iterator();
            default -> throw TemplateFailure.failed("'" + Types.name(value) + "' object is not iterable");
        };
    }

    /** The elements as a list; a sequence's own list where there is one. */
    public static List<Value> list(Value value, Budget budget) {
        if (value instanceof Sequence sequence) {
            budget.steps(sequence.items().size());
            return sequence.items();
        }
        List<Value> items = new ArrayList<>();
        Iterator<Value> iterator = iterator(value);
        while (iterator.hasNext()) {
            budget.step();
            items.add(iterator.next());
        }
        return items;
    }

    /** Python's {@code len}. */
    public static long length(Value value, Budget budget) {
        return switch (value) {
            case Text text -> {
                budget.scan(text.text().length());
                yield Characters.length(text.text());
            }
            case Sequence sequence -> sequence.items().size();
            case Mapping mapping -> mapping.entries().size();
            case View view -> view.items().size();
            case Undefined undefined -> 0;
            default -> throw TemplateFailure.failed("object of type '" + Types.name(value) + "' has no len()");
        };
    }

    /** A list of strings as a list of values. */
    public static List<Value> texts(List<String> texts) {
        return texts.stream().map(Value::of).collect(Collectors.toCollection(ArrayList::new));
    }
}
