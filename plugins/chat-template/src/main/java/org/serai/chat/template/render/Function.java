package org.serai.chat.template.render;

import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.Value;

/** A function of the interpreter. */
record Function(String name, java.util.function.Function<Arguments, Value> body) implements Value.Callable {
    @Override
    public String typeName() {
        return "function";
    }

    @Override
    public Value call(Arguments arguments) {
        return body.apply(arguments);
    }
}
