package org.serai.chat.template.library;

import java.util.List;
import java.util.Map;
import org.serai.chat.template.value.Comparisons;
import org.serai.chat.template.value.Display;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Sequence;

/** The methods of Python's lists and tuples that change nothing. */
final class SequenceMethods {
    /** Methods that change the list, which templates may not. */
    static final List<String> CHANGING =
            List.of("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort");

    static final Map<String, Operation> ALL = Map.of(
            "count", Operation.of(Signature.of("value"), SequenceMethods::count),
            "index", Operation.of(Signature.of("value"), SequenceMethods::index),
            "copy", Operation.of((subject, rendering) -> subject));

    private SequenceMethods() {}

    private static Value count(Value subject, Bound arguments, Rendering rendering) {
        return Value.of(((Sequence) subject)
                .items().stream()
                        .filter(item -> Comparisons.equal(item, arguments.get(0), rendering.budget()))
                        .count());
    }

    private static Value index(Value subject, Bound arguments, Rendering rendering) {
        int index = 0;
        for (Value item : ((Sequence) subject).items()) {
            if (Comparisons.equal(item, arguments.get(0), rendering.budget())) {
                return Value.of(index);
            }
            index++;
        }
        throw TemplateFailure.failed(Display.repr(arguments.get(0), rendering.budget()) + " is not in list");
    }
}
