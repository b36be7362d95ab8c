package org.serai.chat.template.library;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Value;

/**
 * The parameters of something that templates can call.
 *
 * @param required how many of them must be given
 * @param names their names, in order
 */
record Signature(int required, List<String> names) {
    static final Signature EMPTY = new Signature(0, List.of());

    /** Parameters that must all be given. */
    static Signature of(String... names) {
        return new Signature(names.length, List.of(names));
    }

    /** Parameters of which none need be given. */
    static Signature optional(String... names) {
        return new Signature(0, List.of(names));
    }

    /** The same parameters, of which only the first few must be given. */
    Signature requiring(int count) {
        return new Signature(count, names);
    }

    /**
     * Finds the value of each parameter.
     *
     * @param callee names what is called, for messages
     */
    Bound bind(String callee, Arguments arguments) {
        if (arguments.positional().size() > names.size()) {
            throw TemplateFailure.failed(callee + " takes at most " + names.size() + " arguments, but "
                    + arguments.positional().size() + " were given");
        }
        Set<String> unknown = new HashSet<>(arguments.named().keySet());
        List<Optional<Value>> values = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            boolean positional = i < arguments.positional().size();
            boolean named = unknown.remove(name);
            if (positional && named) {
                throw TemplateFailure.failed(callee + " got multiple values for argument '" + name + "'");
            }
            if (!positional && !named && i < required) {
                throw TemplateFailure.failed(callee + " needs the argument '" + name + "'");
            }
            values.add(value(arguments.positional(), arguments.named(), i, name));
        }
        if (!unknown.isEmpty()) {
            throw TemplateFailure.failed(callee + " got an unexpected keyword argument '"
                    + unknown.iterator().next() + "'");
        }
        return new Bound(callee, values);
    }

    private static Optional<Value> value(List<Value> positional, Map<String, Value> named, int index, String name) {
        return index < positional.size() ? Optional.of(positional.get(index)) : Optional.ofNullable(named.get(name));
    }
}
