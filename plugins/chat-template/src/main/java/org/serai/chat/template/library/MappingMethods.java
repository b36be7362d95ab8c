package org.serai.chat.template.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.serai.chat.template.value.Keys;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Mapping;

/** The methods of Python's {@code dict} that change nothing. */
final class MappingMethods {
    /** Methods that change the mapping, which templates may not. */
    static final List<String> CHANGING = List.of("clear", "pop", "popitem", "setdefault", "update");

    static final Map<String, Operation> ALL = Map.of(
            "get", get(),
            "items", view("dict_items", MappingMethods::pairs),
            "keys", view("dict_keys", mapping -> List.copyOf(mapping.entries().keySet())),
            "values",
                    view("dict_values", mapping -> List.copyOf(mapping.entries().values())),
            "copy", Operation.of((subject, rendering) -> subject));

    private MappingMethods() {}

    private static Operation view(String type, Function<Mapping, List<Value>> items) {
        return Operation.of((subject, rendering) -> {
            Mapping mapping = (Mapping) subject;
            rendering.budget().steps(mapping.entries().size());
            return new Value.View(type, items.apply(mapping));
        });
    }

    private static Operation get() {
        return Operation.of(Signature.of("key", "default").requiring(1), (subject, arguments, rendering) -> {
            Value found = ((Mapping) subject).entries().get(Keys.checked(arguments.get(0), rendering.budget()));
            return found != null ? found : arguments.get(1, Value.None.NONE);
        });
    }

    static List<Value> pairs(Mapping mapping) {
        List<Value> pairs = new ArrayList<>();
        mapping.entries().forEach((key, value) -> pairs.add(new Value.Tuple(key, value)));
        return pairs;
    }
}
