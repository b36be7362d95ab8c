package org.serai.chat.template.library;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Host;
import org.serai.chat.template.value.Value.Mapping;

/** What {@code namespace()} gives: the one object whose attributes a template can set, from inside of loops too. */
public final class Namespace implements Host {
    private final Map<String, Value> attributes = new LinkedHashMap<>();

    Namespace(Mapping initial) {
        initial.entries().forEach((key, value) -> {
            if (key instanceof Value.Text name) {
                attributes.put(name.text(), value);
            }
        });
    }

    public void set(String name, Value value) {
        attributes.put(name, value);
    }

    @Override
    public String typeName() {
        return "Namespace";
    }

    @Override
    public Optional<Value> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }
}
