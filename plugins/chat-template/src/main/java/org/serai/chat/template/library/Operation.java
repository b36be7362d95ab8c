package org.serai.chat.template.library;

import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.Value;

/** A filter, or a method of a value: works on a subject with arguments. */
@FunctionalInterface
interface Operation {
    /** Does it. The name is the one under which it was called, for messages. */
    Value apply(String name, Value subject, Arguments arguments, Rendering rendering);

    /** An operation whose parameters are known. */
    static Operation of(Signature signature, Body body) {
        return (name, subject, arguments, rendering) ->
                body.apply(subject, signature.bind(name + "()", arguments), rendering);
    }

    /** An operation without parameters. */
    static Operation of(Plain body) {
        return of(Signature.EMPTY, (subject, arguments, rendering) -> body.apply(subject, rendering));
    }

    /** What an operation does once its arguments are bound. */
    @FunctionalInterface
    interface Body {
        Value apply(Value subject, Bound arguments, Rendering rendering);
    }

    /** What an operation without parameters does. */
    @FunctionalInterface
    interface Plain {
        Value apply(Value subject, Rendering rendering);
    }
}
