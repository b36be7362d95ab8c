package org.serai.chat.template.value;

import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code str.format}: fields such as <code>{}</code>, <code>{0}</code>, <code>{name.key[1]:>8}</code>. */
public final class BraceFormat {
    private static final Pattern FIELD = Pattern.compile(
            "\\{\\{|\\}\\}|\\{(?<base>[^{}.\\[!:]*+)(?<path>[^{}!:]*+)(?:!(?<conversion>[rsa]))?(?::(?<spec>[^{}]*+))?\\}|[{}]");
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\[([^\\[\\]]+)\\]");

    private final Arguments arguments;
    private final BinaryOperator<Value> lookup;
    private final Budget budget;
    private int next;

    private BraceFormat(Arguments arguments, BinaryOperator<Value> lookup, Budget budget) {
        this.arguments = arguments;
        this.lookup = lookup;
        this.budget = budget;
    }

    /**
     * Formats.
     *
     * @param lookup gives the item or attribute of a value under a key
     */
    public static String format(String pattern, Arguments arguments, BinaryOperator<Value> lookup, Budget budget) {
        return new BraceFormat(arguments, lookup, budget).format(pattern);
    }

    private String format(String pattern) {
        Matcher field = FIELD.matcher(pattern);
        StringBuilder out = new StringBuilder();
        int end = 0;
        while (field.find()) {
            out.append(budget.made(pattern.substring(end, field.start())));
            out.append(budget.made(
                    switch (field.group()) {
                        case "{{" -> "{";
                        case "}}" -> "}";
                        case "{", "}" ->
                            throw TemplateFailure.failed("Single '" + field.group() + "' encountered in format string");
                        default -> replacement(field);
                    }));
            end = field.end();
        }
        return out.append(budget.made(pattern.substring(end))).toString();
    }

    private String replacement(Matcher field) {
        Value value = base(field.group("base"));
        Matcher step = STEP.matcher(field.group("path"));
        while (step.find()) {
            String key = step.group(1) != null ? step.group(1) : step.group(2);
            boolean index = step.group(2) != null && isIndex(key);
            value = lookup.apply(value, index ? Value.of(Long.parseLong(key)) : Value.of(key));
        }
        String conversion = field.group("conversion");
        if (conversion != null) {
            value = Value.of(conversion.equals("s") ? Display.text(value, budget) : Display.repr(value, budget));
        }
        String spec = field.group("spec");
        return spec == null || spec.isEmpty()
                ? Display.text(value, budget)
                : FormatSpec.parse(spec).format(value, budget);
    }

    private static boolean isIndex(String key) {
        return key.length() <= 9 && key.chars().allMatch(character -> character >= '0' && character <= '9');
    }

    private Value base(String name) {
        if (!name.isEmpty() && !isIndex(name)) {
            Value value = arguments.named().get(name);
            if (value == null) {
                throw TemplateFailure.failed("there is no value named '" + name + "'");
            }
            return value;
        }
        int index = name.isEmpty() ? next++ : Integer.parseInt(name);
        if (index >= arguments.positional().size()) {
            throw TemplateFailure.failed("Replacement index " + index + " out of range for positional args tuple");
        }
        return arguments.positional().get(index);
    }
}
