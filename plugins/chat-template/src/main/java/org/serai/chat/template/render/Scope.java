package org.serai.chat.template.render;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serai.chat.template.value.Value;

/** Variables that hide those of an outer scope. */
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, Value> variables;

    private Scope(@Nullable Scope outer, Map<String, Value> variables) {
        this.outer = outer;
        this.variables = variables;
    }

    Scope(Map<String, Value> variables) {
        this(null, variables);
    }

    /** A scope inside of this one. */
    Scope inner() {
        return new Scope(this, new HashMap<>());
    }

    void set(String name, Value value) {
        variables.put(name, value);
    }

    Optional<Value> get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Value value = scope.variables.get(name);
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
