package org.serai.chat.template.library;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.Characters;
import org.serai.chat.template.value.Iteration;
import org.serai.chat.template.value.Markup;
import org.serai.chat.template.value.PercentFormat;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Mapping;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Tuple;

/** Jinja's filters that make strings. What is no string is printed first. */
final class TextFilters {
    private static final Pattern WORD_START =
            Pattern.compile("(?<=[-\\s({\\[<])(?![-\\s({\\[<])", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String UNRESERVED = "-._~/";
    private static final int DEFAULT_INDENT = 4;
    private static final int DEFAULT_CENTER = 80;
    private static final int DEFAULT_TRUNCATION = 255;
    private static final int DEFAULT_LEEWAY = 5;

    private TextFilters() {}

    static void addTo(Map<String, Operation> filters) {
        filters.put("upper", change(text -> text.toUpperCase(Locale.ROOT)));
        filters.put("lower", change(text -> text.toLowerCase(Locale.ROOT)));
        filters.put("capitalize", change(Casing::capitalize));
        filters.put("title", change(TextFilters::title));
        filters.put("string", Operation.of(TextFilters::soft));
        filters.put("trim", Operation.of(Signature.optional("chars"), TextFilters::trim));
        filters.put("replace", Operation.of(Signature.of("old", "new", "count").requiring(2), TextFilters::replace));
        filters.put("indent", Operation.of(Signature.optional("width", "first", "blank"), TextFilters::indent));
        filters.put("center", Operation.of(Signature.optional("width"), TextFilters::center));
        filters.put(
                "truncate",
                Operation.of(Signature.optional("length", "killwords", "end", "leeway"), TextFilters::truncate));
        filters.put("wordcount", Operation.of((subject, rendering) -> Value.of(words(subject, rendering))));
        filters.put("format", TextFilters::format);
        filters.put("striptags", Operation.of(TextFilters::stripTags));
        filters.put("urlencode", Operation.of(TextFilters::urlEncode));
        filters.put("safe", Operation.of((subject, rendering) -> new Text(rendering.text(subject), true)));
        filters.put("escape", Operation.of(TextFilters::escape));
        filters.put("e", Operation.of(TextFilters::escape));
        filters.put(
                "forceescape",
                Operation.of((subject, rendering) ->
                        new Text(Markup.escape(rendering.text(subject), rendering.budget()), true)));
    }

    /** The subject as a string; one that is escaped already stays so. */
    private static Text soft(Value subject, Rendering rendering) {
        Text text = subject instanceof Text given ? given : new Text(rendering.text(subject));
        rendering.budget().scan(text.text().length());
        return text;
    }

    private static Operation change(UnaryOperator<String> change) {
        return Operation.of((subject, rendering) -> {
            Text text = soft(subject, rendering);
            return text.with(rendering.budget().made(change.apply(text.text())));
        });
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        for (String word : WORD_START.split(text, -1)) {
            int second = word.isEmpty() ? 0 : word.offsetByCodePoints(0, 1);
            out.append(word.substring(0, second).toUpperCase(Locale.ROOT));
            out.append(word.substring(second).toLowerCase(Locale.ROOT));
        }
        return out.toString();
    }

    private static Value trim(Value subject, Bound arguments, Rendering rendering) {
        Text text = soft(subject, rendering);
        String characters = arguments.given(0).isPresent() ? arguments.text(0) : null;
        rendering.budget().search(text.text().length(), characters == null ? 1 : characters.length());
        return text.with(rendering.budget().made(Characters.strip(text.text(), StringMethods.stripped(characters))));
    }

    private static Value replace(Value subject, Bound arguments, Rendering rendering) {
        return Value.of(StringMethods.replace(
                rendering.text(subject),
                rendering.text(arguments.get(0)),
                rendering.text(arguments.get(1)),
                arguments.integer(2, -1),
                rendering.budget()));
    }

    private static Value indent(Value subject, Bound arguments, Rendering rendering) {
        Text text = soft(subject, rendering);
        String indentation = arguments.given(0).orElse(Value.EMPTY_TEXT) instanceof Text given
                        && arguments.given(0).isPresent()
                ? given.text()
                : spaces(arguments.integer(0, DEFAULT_INDENT), rendering);
        boolean blank = arguments.truth(2, false);
        List<String> lines = Characters.lines(text.text() + "\n", false);
        StringBuilder out = new StringBuilder(arguments.truth(1, false) ? indentation : "");
        for (int i = 0; i < lines.size(); i++) {
            boolean indented = i > 0 && (blank || !lines.get(i).isEmpty());
            rendering.budget().characters(indentation.length() + lines.get(i).length() + 1L);
            out.append(i > 0 ? "\n" : "").append(indented ? indentation : "").append(lines.get(i));
        }
        return text.with(out.toString());
    }

    private static String spaces(int count, Rendering rendering) {
        rendering.budget().characters(Math.max(0, count));
        return " ".repeat(Math.max(0, count));
    }

    private static Value center(Value subject, Bound arguments, Rendering rendering) {
        Value width = Value.of(arguments.integer(0, DEFAULT_CENTER));
        return method("center", soft(subject, rendering), rendering, width);
    }

    private static Value method(String name, Text subject, Rendering rendering, Value... arguments) {
        Operation method = StringMethods.ALL.get(name);
        if (method == null) {
            throw new IllegalArgumentException(name);
        }
        return method.apply(name, subject, Arguments.of(arguments), rendering);
    }

    private static Value truncate(Value subject, Bound arguments, Rendering rendering) {
        String text = rendering.text(subject);
        int length = arguments.integer(0, DEFAULT_TRUNCATION);
        String end = arguments.text(2, "...");
        int leeway = arguments.integer(3, DEFAULT_LEEWAY);
        int endLength = Characters.length(end);
        if (length < endLength || leeway < 0) {
            throw TemplateFailure.failed(
                    "truncate() needs a length of at least " + endLength + " and no negative leeway");
        }
        if (Characters.length(text) <= (long) length + leeway) {
            return Value.of(text);
        }
        String kept = text.substring(0, text.offsetByCodePoints(0, length - endLength));
        int space = arguments.truth(1, false) ? -1 : kept.lastIndexOf(' ');
        return Value.of(rendering.budget().made((space < 0 ? kept : kept.substring(0, space)) + end));
    }

    private static long words(Value subject, Rendering rendering) {
        return WORD.matcher(soft(subject, rendering).text()).results().count();
    }

    private static Value format(String name, Value subject, Arguments arguments, Rendering rendering) {
        if (!arguments.positional().isEmpty() && !arguments.named().isEmpty()) {
            throw TemplateFailure.failed("can't handle positional and keyword arguments at the same time");
        }
        Value values = arguments.named().isEmpty()
                ? new Tuple(arguments.positional(), List.of())
                : Globals.mapping(arguments.named());
        Text pattern = soft(subject, rendering);
        return pattern.with(PercentFormat.format(pattern.text(), values, rendering.budget()));
    }

    private static Value stripTags(Value subject, Rendering rendering) {
        String text = without(without(soft(subject, rendering).text(), "<!--", "-->"), "<", ">");
        return Value.of(rendering.budget().made(String.join(" ", Splitting.splitAtSpace(text, -1))));
    }

    /** The text without what stands from a beginning to the next end. */
    private static String without(String text, String beginning, String end) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (true) {
            int begin = text.indexOf(beginning, at);
            int close = begin < 0 ? -1 : text.indexOf(end, begin);
            if (close < 0) {
                return out.append(text, at, text.length()).toString();
            }
            out.append(text, at, begin);
            at = close + end.length();
        }
    }

    private static Value escape(Value subject, Rendering rendering) {
        return subject instanceof Text text && text.markup()
                ? text
                : new Text(Markup.escape(rendering.text(subject), rendering.budget()), true);
    }

    private static Value urlEncode(Value subject, Rendering rendering) {
        if (subject instanceof Text || !Iteration.isIterable(subject)) {
            return Value.of(percentEncoded(rendering.text(subject), UNRESERVED, rendering));
        }
        List<Value> pairs = subject instanceof Mapping mapping
                ? MappingMethods.pairs(mapping)
                : Iteration.list(subject, rendering.budget());
        List<String> parts = new ArrayList<>();
        for (Value pair : pairs) {
            Iterator<Value> keyAndValue =
                    Iteration.list(pair, rendering.budget()).iterator();
            List<String> encoded = new ArrayList<>();
            keyAndValue.forEachRemaining(part -> encoded.add(
                    percentEncoded(rendering.text(part), "-._~", rendering).replace("%20", "+")));
            parts.add(String.join("=", encoded));
        }
        return Value.of(String.join("&", parts));
    }

    private static String percentEncoded(String text, String unreserved, Rendering rendering) {
        StringBuilder out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            boolean plain =
                    (character < 128 && Character.isLetterOrDigit(character)) || unreserved.indexOf(character) >= 0;
            out.append(plain ? String.valueOf(character) : "%" + HEX.toHexDigits(octet));
        }
        return rendering.budget().made(out.toString());
    }
}
