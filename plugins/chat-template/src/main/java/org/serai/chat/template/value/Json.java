package org.serai.chat.template.value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.serai.chat.template.value.Value.Bool;
import org.serai.chat.template.value.Value.Int;
import org.serai.chat.template.value.Value.Listing;
import org.serai.chat.template.value.Value.Mapping;
import org.serai.chat.template.value.Value.None;
import org.serai.chat.template.value.Value.Real;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Tuple;

/** Writes values as Python's {@code json.dumps} does. */
public final class Json {
    /**
     * How to write.
     *
     * @param ascii true to escape all that is not ASCII
     * @param indent what each level is indented with, on lines of their own; null for one line
     * @param itemSeparator between items
     * @param keySeparator between key and value
     * @param sortKeys true to order mappings by key
     */
    public record Style(
            boolean ascii, @Nullable String indent, String itemSeparator, String keySeparator, boolean sortKeys) {}

    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder out = new StringBuilder();
    private final Style style;
    private final Budget budget;

    private Json(Style style, Budget budget) {
        this.style = style;
        this.budget = budget;
    }

    public static String write(Value value, Style style, Budget budget) {
        Json json = new Json(style, budget);
        json.append(value, 0);
        return json.out.toString();
    }

    private void append(Value value, int level) {
        budget.step();
        switch (value) {
            case None none -> put("null");
            case Bool bool -> put(bool.value() ? "true" : "false");
            case Int integer -> put(Long.toString(integer.value()));
            case Real real -> put(real(real.value()));
            case Text text -> quote(text.text());
            case Listing list -> appendItems(list.items(), level);
            case Tuple tuple -> appendItems(tuple.items(), level);
            case Mapping mapping -> appendEntries(mapping.entries(), level);
            default ->
                throw TemplateFailure.failed("Object of type " + Types.name(value) + " is not JSON serializable");
        }
    }

    private static String real(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return Double.isInfinite(value) ? (value > 0 ? "Infinity" : "-Infinity") : Numbers.display(value);
    }

    private void appendItems(List<Value> items, int level) {
        if (items.isEmpty()) {
            put("[]");
            return;
        }
        put("[");
        boolean first = true;
        for (Value item : items) {
            separate(first, level + 1);
            append(item, level + 1);
            first = false;
        }
        breakLine(level);
        put("]");
    }

    private void appendEntries(Map<Value, Value> entries, int level) {
        if (entries.isEmpty()) {
            put("{}");
            return;
        }
        put("{");
        boolean first = true;
        for (Map.Entry<Value, Value> entry : ordered(entries)) {
            separate(first, level + 1);
            quote(key(entry.getKey()));
            put(style.keySeparator());
            append(entry.getValue(), level + 1);
            first = false;
        }
        breakLine(level);
        put("}");
    }

    private List<Map.Entry<Value, Value>> ordered(Map<Value, Value> entries) {
        List<Map.Entry<Value, Value>> all = new ArrayList<>(entries.entrySet());
        if (style.sortKeys()) {
            Comparator<Value> order = (a, b) -> Comparisons.order(a, b, "<", budget)
                    .orElseThrow(() -> TemplateFailure.failed("what is not a number has no order"));
            all.sort(Map.Entry.comparingByKey(order));
        }
        return all;
    }

    private String key(Value key) {
        return switch (key) {
            case Text text -> text.text();
            case None none -> "null";
            case Bool bool -> bool.value() ? "true" : "false";
            case Int integer -> Long.toString(integer.value());
            case Real real -> real(real.value());
            default ->
                throw TemplateFailure.failed("keys must be str, int, float, bool or None, not " + Types.name(key));
        };
    }

    private void separate(boolean first, int level) {
        if (!first) {
            put(style.itemSeparator());
        }
        breakLine(level);
    }

    private void breakLine(int level) {
        if (style.indent() != null) {
            budget.characters((long) style.indent().length() * level);
            put("\n" + style.indent().repeat(level));
        }
    }

    private void put(String text) {
        out.append(budget.made(text));
    }

    private void quote(String text) {
        budget.characters(text.length() + 2L);
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            escape(text.charAt(i));
        }
        out.append('"');
    }

    private void escape(char character) {
        switch (character) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> {
                if (character < ' ' || (style.ascii() && character > '~')) {
                    out.append("\\u").append(HEX.toHexDigits(character));
                } else {
                    out.append(character);
                }
            }
        }
    }
}
