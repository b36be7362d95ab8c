package org.serai.chat.template.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns JSON-like Java objects into values of a template, and counts the characters of their strings. */
public final class Conversion {
    private long characters;

    /** The characters of all strings that were converted. */
    public long characters() {
        return characters;
    }

    /**
     * Converts a value.
     *
     * @param path names the value in messages
     * @throws IllegalArgumentException where the value is not JSON-like; the message says which one
     */
    public Value value(String path, @Nullable Object value) {
        return switch (value) {
            case null -> Value.None.NONE;
            case String text -> text(text);
            case Boolean bool -> Value.of(bool);
            case Byte number -> Value.of(number);
            case Short number -> Value.of(number);
            case Integer number -> Value.of(number);
            case Long number -> Value.of(number);
            case Float number -> new Value.Real(number);
            case Double number -> new Value.Real(number);
            case Map<?, ?> map -> mapping(path, map);
            case Iterable<?> items -> listing(path, items);
            default ->
                throw new IllegalArgumentException(path + " is of "
                        + value.getClass().getName() + ", which is no string, truth value, 64-bit number, list or map");
        };
    }

    private Value text(String text) {
        characters += text.length();
        return Value.of(text);
    }

    private Value mapping(String path, Map<?, ?> map) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new IllegalArgumentException(path + " has the key " + entry.getKey() + ", which is no string");
            }
            entries.put(text(key), value(path + "." + key, entry.getValue()));
        }
        return new Value.Mapping(entries);
    }

    private Value listing(String path, Iterable<?> items) {
        List<Value> values = new ArrayList<>();
        for (Object item : items) {
            values.add(value(path + "[" + values.size() + "]", item));
        }
        return new Value.Listing(values);
    }
}
