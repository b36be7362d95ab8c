package org.serai.chat.template.value;

import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.serai.chat.template.value.Value.Bool;
import org.serai.chat.template.value.Value.Host;
import org.serai.chat.template.value.Value.Int;
import org.serai.chat.template.value.Value.Listing;
import org.serai.chat.template.value.Value.Mapping;
import org.serai.chat.template.value.Value.None;
import org.serai.chat.template.value.Value.Range;
import org.serai.chat.template.value.Value.Real;
import org.serai.chat.template.value.Value.Stream;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Tuple;
import org.serai.chat.template.value.Value.Undefined;
import org.serai.chat.template.value.Value.View;

/** How values print: Python's {@code str} and {@code repr}. */
public final class Display {
    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder out = new StringBuilder();
    private final Budget budget;

    private Display(Budget budget) {
        this.budget = budget;
    }

    /** The text of a value in the output: strings as they are, what is undefined as nothing. */
    public static String text(Value value, Budget budget) {
        return switch (value) {
            case Text text -> text.text();
            case Undefined undefined -> "";
            default -> repr(value, budget);
        };
    }

    /** The text of a value inside of another: strings in quotes. */
    public static String repr(Value value, Budget budget) {
        Display display = new Display(budget);
        display.append(value);
        return display.out.toString();
    }

    private void append(Value value) {
        budget.step();
        switch (value) {
            case None none -> put("None");
            case Bool bool -> put(bool.value() ? "True" : "False");
            case Int integer -> put(Long.toString(integer.value()));
            case Real real -> put(Numbers.display(real.value()));
            case Text text -> appendQuoted(text.text());
            case Listing list -> appendAll("[", list.items(), "]");
            case Tuple tuple -> appendAll("(", tuple.items(), tuple.items().size() == 1 ? ",)" : ")");
            case Range range -> appendRange(range);
            case Mapping mapping -> appendEntries(mapping.entries());
            case View view -> appendAll(view.type() + "([", view.items(), "])");
            case Stream stream -> put("<generator object>");
            case Undefined undefined -> put("Undefined");
            case Host host -> put("<" + host.typeName() + ">");
        }
    }

    private void put(String text) {
        out.append(budget.made(text));
    }

    private void appendAll(String open, List<Value> items, String close) {
        put(open);
        String separator = "";
        for (Value item : items) {
            put(separator);
            append(item);
            separator = ", ";
        }
        put(close);
    }

    private void appendEntries(Map<Value, Value> entries) {
        put("{");
        for (Iterator<Map.Entry<Value, Value>> all = entries.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Value, Value> entry = all.next();
            append(entry.getKey());
            put(": ");
            append(entry.getValue());
            put(all.hasNext() ? ", " : "");
        }
        put("}");
    }

    private void appendRange(Range range) {
        put("range(" + range.start() + ", " + range.stop() + (range.step() == 1 ? "" : ", " + range.step()) + ")");
    }

    private void appendQuoted(String text) {
        budget.characters(text.length());
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        text.codePoints().forEach(character -> appendInQuotes(character, quote));
        out.append(quote);
    }

    private void appendInQuotes(int character, char quote) {
        switch (character) {
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (character == quote) {
                    out.append('\\').append(quote);
                } else if (Characters.isPrintable(character)) {
                    out.appendCodePoint(character);
                } else if (character < 0x100) {
                    out.append("\\x").append(HEX.toHexDigits(character, 2));
                } else if (character < 0x10000) {
                    out.append("\\u").append(HEX.toHexDigits(character, 4));
                } else {
                    out.append("\\U").append(HEX.toHexDigits(character, 8));
                }
            }
        }
    }
}
