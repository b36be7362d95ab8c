package org.serai.chat.template.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.serai.chat.template.value.Keys;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Mapping;

/** The methods of Python's {@code dict} that change nothing. */
final class MappingMethods {
    /** Methods that change the mapping, which templates may not. */
    static final List<String> CHANGING = List.of("clear", "pop", "popitem", "setdefault", "update");

    static final Map<String, Operation> ALL = Map.of(
            "get", get(),
            "items", Operation.of((subject, rendering) -> new Value.View("dict_items", pairs((Mapping) subject))),
            "keys",
                    Operation.of((subject, rendering) -> new Value.View(
                            "dict_keys",
                            List.copyOf(((Mapping) subject).entries().keySet()))),
            "values",
                    Operation.of((subject, rendering) -> new Value.View(
                            "dict_values",
                            List.copyOf(((Mapping) subject).entries().values()))),
            "copy", Operation.of((subject, rendering) -> subject));

    private MappingMethods() {}

    private static Operation get() {
        return Operation.of(Signature.of("key", "default").requiring(1), (subject, arguments, rendering) -> {
            Value found = ((Mapping) subject).entries().get(Keys.checked(arguments.get(0)));
            return found != null ? found : arguments.get(1, Value.None.NONE);
        });
    }

    static List<Value> pairs(Mapping mapping) {
        List<Value> pairs = new ArrayList<>();
        mapping.entries().forEach((key, value) -> pairs.add(new Value.Tuple(key, value)));
        return pairs;
    }
}
