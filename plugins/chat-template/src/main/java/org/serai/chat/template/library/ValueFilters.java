package org.serai.chat.template.library;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.serai.chat.template.value.Iteration;
import org.serai.chat.template.value.Json;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Types;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Undefined;

/** Filters that work on values of any kind. */
final class ValueFilters {
    private ValueFilters() {}

    static void addTo(Map<String, Operation> filters) {
        Operation orElse = Operation.of(Signature.optional("default_value", "boolean"), ValueFilters::orElse);
        filters.put("default", orElse);
        filters.put("d", orElse);
        filters.put("attr", Operation.of(Signature.of("name"), ValueFilters::attribute));
        filters.put(
                "tojson",
                Operation.of(
                        Signature.optional("ensure_ascii", "indent", "separators", "sort_keys"), ValueFilters::toJson));
    }

    private static Value orElse(Value subject, Bound arguments, Rendering rendering) {
        boolean absent = subject instanceof Undefined || (arguments.truth(1, false) && !Types.truth(subject));
        return absent ? arguments.get(0, Value.EMPTY_TEXT) : subject;
    }

    private static Value attribute(Value subject, Bound arguments, Rendering rendering) {
        String name = arguments.text(0);
        return new Lookup(rendering)
                .ownAttribute(Types.defined(subject), name)
                .orElseGet(() -> new Undefined("'" + Types.describe(subject) + "' has no attribute '" + name + "'"));
    }

    /** The model hubs' {@code tojson}: other than Jinja's own it escapes nothing for HTML. */
    private static Value toJson(Value subject, Bound arguments, Rendering rendering) {
        @Nullable String indent = indent(arguments, rendering);
        List<Value> separators = arguments
                .given(2)
                .map(value -> Iteration.list(value, rendering.budget()))
                .orElseGet(() -> List.of(Value.of(indent == null ? ", " : ","), Value.of(": ")));
        if (separators.size() != 2) {
            throw TemplateFailure.failed("tojson() needs two separators");
        }
        Json.Style style = new Json.Style(
                arguments.truth(0, false),
                indent,
                rendering.text(separators.getFirst()),
                rendering.text(separators.getLast()),
                arguments.truth(3, false));
        return Value.of(Json.write(subject, style, rendering.budget()));
    }

    private static @Nullable String indent(Bound arguments, Rendering rendering) {
        if (arguments.given(1).isEmpty()) {
            return null;
        }
        if (arguments.get(1) instanceof Text text) {
            return text.text();
        }
        int width = Math.max(0, arguments.integer(1, 0));
        rendering.budget().characters(width);
        return " ".repeat(width);
    }
}
