package org.serai.chat.template.library;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.Budget;
import org.serai.chat.template.value.Display;
import org.serai.chat.template.value.Iteration;
import org.serai.chat.template.value.Keys;
import org.serai.chat.template.value.Limits;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.TemplateFailure.Kind;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Callable;
import org.serai.chat.template.value.Value.Mapping;

/** The functions that every template can call: Jinja's own, and those of the model hubs. */
final class Globals {
    private Globals() {}

    /** What a function does. */
    @FunctionalInterface
    private interface Body {
        Value call(Bound arguments);
    }

    /** A function with a name. */
    private record Function(String name, Signature signature, Body body) implements Callable {
        @Override
        public String typeName() {
            return "function";
        }

        @Override
        public Value call(Arguments arguments) {
            return body.call(signature.bind(name + "()", arguments));
        }
    }

    /** A function whose arguments can have any name. */
    private record Constructor(String name, java.util.function.Function<Arguments, Value> body) implements Callable {
        @Override
        public String typeName() {
            return "type";
        }

        @Override
        public Value call(Arguments arguments) {
            return body.apply(arguments);
        }
    }

    static Map<String, Value> all(Clock clock, Budget budget) {
        Map<String, Value> globals = new TreeMap<>();
        add(globals, "raise_exception", Signature.of("message"), arguments -> {
            throw new TemplateFailure(Kind.RAISED, Display.text(arguments.get(0), budget));
        });
        add(globals, "strftime_now", Signature.of("format"), arguments -> strftime(arguments.text(0), clock, budget));
        add(globals, "range", Signature.of("start", "stop", "step").requiring(1), Globals::range);
        add(globals, "joiner", Signature.optional("sep"), arguments -> new Joiner(arguments.get(0, Value.of(", "))));
        globals.put("cycler", new Constructor("cycler", arguments -> new Cycler(arguments.positional())));
        globals.put("dict", new Constructor("dict", arguments -> dict(arguments, budget)));
        globals.put("namespace", new Constructor("namespace", arguments -> new Namespace(dict(arguments, budget))));
        return globals;
    }

    private static void add(Map<String, Value> globals, String name, Signature signature, Body body) {
        globals.put(name, new Function(name, signature, body));
    }

    private static Value strftime(String format, Clock clock, Budget budget) {
        budget.steps((long) format.length() * TimeFormat.STEPS_PER_CHARACTER);
        return Value.of(budget.made(TimeFormat.format(format, clock.instant().atZone(clock.getZone()))));
    }

    private static Value range(Bound arguments) {
        boolean onlyStop = arguments.values().get(1).isEmpty();
        int start = onlyStop ? 0 : arguments.integer(0, 0);
        int stop = arguments.integer(onlyStop ? 0 : 1, 0);
        int step = arguments.integer(2, 1);
        if (step == 0) {
            throw TemplateFailure.failed("range() arg 3 must not be zero");
        }
        Value.Range range = new Value.Range(start, stop, step);
        if (range.items().size() > Limits.RANGE) {
            throw new TemplateFailure(
                    Kind.LIMIT, "Range too big. The sandbox blocks ranges larger than " + Limits.RANGE + ".");
        }
        return range;
    }

    /** Named values as a mapping. */
    static Mapping mapping(Map<String, Value> named) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        named.forEach((name, value) -> entries.put(Value.of(name), value));
        return new Mapping(entries);
    }

    private static Mapping dict(Arguments arguments, Budget budget) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        for (Value source : arguments.positional()) {
            if (source instanceof Mapping mapping) {
                budget.steps(mapping.entries().size());
                entries.putAll(mapping.entries());
                continue;
            }
            for (Value pair : Iteration.list(source, budget)) {
                List<Value> keyAndValue = Iteration.list(pair, budget);
                if (keyAndValue.size() != 2) {
                    throw TemplateFailure.failed(
                            "dictionary update sequence element has length " + keyAndValue.size() + "; 2 is required");
                }
                entries.put(Keys.checked(keyAndValue.getFirst(), budget), keyAndValue.getLast());
            }
        }
        entries.putAll(mapping(arguments.named()).entries());
        return new Mapping(entries);
    }

    /** Gives nothing when it is first called, and a separator from then on. */
    private static final class Joiner implements Callable {
        private final Value separator;
        private boolean used;

        Joiner(Value separator) {
            this.separator = separator;
        }

        @Override
        public String typeName() {
            return "Joiner";
        }

        @Override
        public Value call(Arguments arguments) {
            Value part = used ? separator : Value.EMPTY_TEXT;
            used = true;
            return part;
        }
    }

    /** Goes round through values. */
    private static final class Cycler implements Value.Host {
        private final List<Value> items;
        private int at;

        Cycler(List<Value> items) {
            if (items.isEmpty()) {
                throw TemplateFailure.failed("at least one item has to be provided");
            }
            this.items = items;
        }

        @Override
        public String typeName() {
            return "Cycler";
        }

        @Override
        public Optional<Value> attribute(String name) {
            return switch (name) {
                case "current" -> Optional.of(items.get(at));
                case "next" -> Optional.of(new Function(name, Signature.EMPTY, arguments -> next()));
                case "reset" -> Optional.of(new Function(name, Signature.EMPTY, arguments -> reset()));
                default -> Optional.empty();
            };
        }

        private Value next() {
            Value item = items.get(at);
            at = (at + 1) % items.size();
            return item;
        }

        private Value reset() {
            at = 0;
            return None.NONE;
        }
    }
}
