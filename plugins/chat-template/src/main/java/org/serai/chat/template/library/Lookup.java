package org.serai.chat.template.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.Display;
import org.serai.chat.template.value.Numbers;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Types;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Bool;
import org.serai.chat.template.value.Value.Callable;
import org.serai.chat.template.value.Value.Host;
import org.serai.chat.template.value.Value.Int;
import org.serai.chat.template.value.Value.Mapping;
import org.serai.chat.template.value.Value.Sequence;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Tuple;

/**
 * Attributes and items of values. {@code a.b} looks for an attribute first and then for an item, {@code a['b']} the other
 * way round; what is found in neither place is undefined.
 */
public final class Lookup {
    private final Rendering rendering;

    public Lookup(Rendering rendering) {
        this.rendering = rendering;
    }

    /** {@code target.name} */
    public Value attribute(Value target, String name) {
        Types.defined(target);
        return ownAttribute(target, name)
                .or(() -> ownItem(target, Value.of(name)))
                .orElseGet(
                        () -> new Value.Undefined("'" + Types.describe(target) + "' has no attribute '" + name + "'"));
    }

    /** {@code target[key]} */
    public Value item(Value target, Value key) {
        Types.defined(target);
        return ownItem(target, key)
                .or(() -> key instanceof Text name ? ownAttribute(target, name.text()) : Optional.empty())
                .orElseGet(() -> missing(target, key));
    }

    private Value missing(Value target, Value key) {
        String description = Types.describe(target);
        return new Value.Undefined(
                key instanceof Text name
                        ? "'" + description + "' has no attribute '" + name.text() + "'"
                        : description + " has no element " + Display.repr(key, rendering.budget()));
    }

    /** {@code target.name} without looking for items. */
    Optional<Value> ownAttribute(Value target, String name) {
        return switch (target) {
            case Text text -> method(target, name, StringMethods.ALL, StringMethods.REFUSED, List.of());
            case Mapping mapping -> method(target, name, MappingMethods.ALL, List.of(), MappingMethods.CHANGING);
            case Tuple tuple
            when tuple.names().contains(name) ->
                Optional.of(tuple.items().get(tuple.names().indexOf(name)));
            case Sequence sequence ->
                method(
                        target,
                        name,
                        SequenceMethods.ALL,
                        List.of(),
                        target instanceof Value.Listing ? SequenceMethods.CHANGING : List.of());
            case Host host -> host.attribute(name);
            default -> Optional.empty();
        };
    }

    private Optional<Value> method(
            Value target, String name, Map<String, Operation> methods, List<String> refused, List<String> changing) {
        if (changing.contains(name)) {
            return Optional.of(new Value.Undefined(
                    "access to attribute '" + name + "' of '" + Types.name(target) + "' object is unsafe."));
        }
        if (refused.contains(name)) {
            return Optional.of(new Method(target, name, (called, subject, arguments, ignored) -> {
                throw new TemplateFailure(
                        TemplateFailure.Kind.UNSUPPORTED, "the method " + name + "() of strings is not supported");
            }));
        }
        return Optional.ofNullable(methods.get(name)).map(operation -> new Method(target, name, operation));
    }

    private Optional<Value> ownItem(Value target, Value key) {
        return switch (target) {
            case Mapping mapping -> {
                rendering.budget().scan(key instanceof Text text ? text.text().length() : 0);
                yield Optional.ofNullable(mapping.entries().get(key));
            }
            case Sequence sequence ->
                index(key, sequence.items().size())
                        .map(index -> sequence.items().get(index));
            case Text text -> character(text, key);
            default -> Optional.empty();
        };
    }

    private Optional<Value> character(Text text, Value key) {
        rendering.budget().scan(text.text().length());
        int length = text.text().codePointCount(0, text.text().length());
        return index(key, length).map(index -> {
            int start = text.text().offsetByCodePoints(0, index);
            return text.with(Character.toString(text.text().codePointAt(start)));
        });
    }

    private static Optional<Integer> index(Value key, int length) {
        if (!(key instanceof Int || key instanceof Bool)) {
            return Optional.empty();
        }
        long index = Numbers.integer((Value.Numeric) key);
        long fromStart = index < 0 ? index + length : index;
        return fromStart >= 0 && fromStart < length ? Optional.of((int) fromStart) : Optional.empty();
    }

    /** A method with the value that it belongs to. */
    private final class Method implements Callable {
        private final Value target;
        private final String name;
        private final Operation operation;

        Method(Value target, String name, Operation operation) {
            this.target = target;
            this.name = name;
            this.operation = operation;
        }

        @Override
        public String typeName() {
            return "builtin_function_or_method";
        }

        @Override
        public Value call(Arguments arguments) {
            return operation.apply(name, target, arguments, rendering);
        }
    }
}
