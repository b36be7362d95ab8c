package org.serai.chat.template.library;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.serai.chat.template.value.Numbers;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Types;
import org.serai.chat.template.value.Value;

/**
 * The values of parameters, by their place in the {@link Signature}.
 *
 * @param callee names what is called, for messages
 */
record Bound(String callee, List<Optional<Value>> values) {
    /** A required parameter. */
    Value get(int index) {
        return values.get(index).orElseThrow();
    }

    Value get(int index, Value otherwise) {
        return values.get(index).orElse(otherwise);
    }

    /** The value; empty where it is absent or {@code none}. */
    Optional<Value> given(int index) {
        return values.get(index).filter(value -> !(value instanceof Value.None));
    }

    boolean truth(int index, boolean otherwise) {
        return values.get(index).map(Types::truth).orElse(otherwise);
    }

    /** A whole number that fits an int; numbers beyond are cut to its range. */
    int integer(int index, int otherwise) {
        return integer(index).orElse(otherwise);
    }

    OptionalInt integer(int index) {
        return given(index)
                .map(value -> OptionalInt.of(
                        Math.toIntExact(Math.clamp(whole(value), Integer.MIN_VALUE, (long) Integer.MAX_VALUE))))
                .orElseGet(OptionalInt::empty);
    }

    private long whole(Value value) {
        if (value instanceof Value.Int || value instanceof Value.Bool) {
            return Numbers.integer((Value.Numeric) value);
        }
        throw TemplateFailure.failed(callee + " needs an integer, not " + Types.name(Types.defined(value)));
    }

    /** A string. */
    String text(int index) {
        return text(get(index));
    }

    String text(int index, String otherwise) {
        return given(index).map(this::text).orElse(otherwise);
    }

    private String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        throw TemplateFailure.failed(callee + " needs a string, not " + Types.name(Types.defined(value)));
    }
}
