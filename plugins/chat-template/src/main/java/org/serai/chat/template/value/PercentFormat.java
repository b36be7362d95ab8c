package org.serai.chat.template.value;

import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serai.chat.template.value.Value.Mapping;
import org.serai.chat.template.value.Value.Numeric;
import org.serai.chat.template.value.Value.Tuple;

/** Python's {@code pattern % values}. */
public final class PercentFormat {
    private static final Pattern DIRECTIVE = Pattern.compile(
            "%(?:\\((?<name>[^()%]*)\\))?(?<flags>[-+ 0#]*)(?<width>\\d{1,9})?(?:\\.(?<precision>\\d{1,9}))?(?<type>.)?",
            Pattern.DOTALL);

    private final Value values;
    private final Iterator<Value> positional;
    private final Budget budget;

    private PercentFormat(Value values, Budget budget) {
        this.values = values;
        this.positional = (values instanceof Tuple tuple ? tuple.items() : List.of(values)).iterator();
        this.budget = budget;
    }

    public static String format(String pattern, Value values, Budget budget) {
        return new PercentFormat(values, budget).format(pattern);
    }

    private String format(String pattern) {
        Matcher directive = DIRECTIVE.matcher(pattern);
        StringBuilder out = new StringBuilder();
        int end = 0;
        while (directive.find()) {
            out.append(budget.made(pattern.substring(end, directive.start())));
            out.append(budget.made(replacement(directive)));
            end = directive.end();
        }
        if (!(values instanceof Mapping) && positional.hasNext()) {
            throw TemplateFailure.failed("not all arguments converted during string formatting");
        }
        return out.append(budget.made(pattern.substring(end))).toString();
    }

    private String replacement(Matcher directive) {
        if (directive.group("type") == null) {
            throw TemplateFailure.failed("incomplete format");
        }
        char type = directive.group("type").charAt(0);
        if (type == '%') {
            return "%";
        }
        Value value = directive.group("name") != null ? named(directive.group("name")) : next();
        boolean text = type == 's' || type == 'r' || type == 'a';
        if (!text && ("diuoxXeEfFgGc".indexOf(type) < 0)) {
            throw TemplateFailure.failed("unsupported format character '" + type + "'");
        }
        if (!text && !(value instanceof Numeric)) {
            throw TemplateFailure.failed(
                    "%" + type + " format: a real number is required, not " + Types.name(Types.defined(value)));
        }
        Value shown =
                switch (type) {
                    case 's' -> Value.of(Display.text(value, budget));
                    case 'r', 'a' -> Value.of(Display.repr(value, budget));
                    default -> value;
                };
        return FormatSpec.parse(spec(directive, text ? 's' : type)).format(shown, budget);
    }

    /** The directive in the notation of {@link FormatSpec}. */
    private static String spec(Matcher directive, char type) {
        String flags = directive.group("flags");
        boolean left = flags.contains("-");
        boolean zero = flags.contains("0") && !left && type != 's';
        String sign = type == 's' ? "" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
        return (left ? "<" : zero ? "" : ">")
                + sign
                + (zero ? "0" : "")
                + (directive.group("width") == null ? "" : directive.group("width"))
                + (directive.group("precision") == null || type == 'd' ? "" : "." + directive.group("precision"))
                + type;
    }

    private Value next() {
        if (!positional.hasNext()) {
            throw TemplateFailure.failed("not enough arguments for format string");
        }
        return positional.next();
    }

    private Value named(String name) {
        if (values instanceof Mapping mapping) {
            return mapping.get(name)
                    .orElseThrow(() -> TemplateFailure.failed("there is no value named '" + name + "'"));
        }
        throw TemplateFailure.failed("format requires a mapping");
    }
}
