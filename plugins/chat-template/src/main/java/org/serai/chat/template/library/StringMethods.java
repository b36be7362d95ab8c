package org.serai.chat.template.library;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.BraceFormat;
import org.serai.chat.template.value.Budget;
import org.serai.chat.template.value.Characters;
import org.serai.chat.template.value.Iteration;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.Types;
import org.serai.chat.template.value.Value;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Tuple;

/** The methods of Python's {@code str}. */
final class StringMethods {
    /** Methods that exist in Python and make no sense in a chat template. */
    static final List<String> REFUSED =
            List.of("encode", "expandtabs", "format_map", "isidentifier", "maketrans", "translate");

    static final Map<String, Operation> ALL = all();

    private StringMethods() {}

    private static Map<String, Operation> all() {
        Map<String, Operation> methods = new TreeMap<>();
        methods.put("upper", change(text -> text.toUpperCase(Locale.ROOT)));
        methods.put("lower", change(text -> text.toLowerCase(Locale.ROOT)));
        methods.put("casefold", change(text -> text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT)));
        methods.put("swapcase", change(Casing::swap));
        methods.put("title", change(Casing::title));
        methods.put("capitalize", change(Casing::capitalize));
        methods.put("strip", strip(Characters::strip));
        methods.put("lstrip", strip(Characters::stripLeft));
        methods.put("rstrip", strip(Characters::stripRight));
        methods.put(
                "removeprefix", remove((text, part) -> text.startsWith(part) ? text.substring(part.length()) : text));
        methods.put(
                "removesuffix",
                remove((text, part) -> text.endsWith(part) ? text.substring(0, text.length() - part.length()) : text));
        methods.put("startswith", affix(String::startsWith));
        methods.put("endswith", affix(String::endsWith));
        methods.put(
                "find",
                Operation.of(ranged(), (subject, arguments, rendering) -> find(subject, arguments, rendering, false)));
        methods.put(
                "rfind",
                Operation.of(ranged(), (subject, arguments, rendering) -> find(subject, arguments, rendering, true)));
        methods.put(
                "index",
                Operation.of(ranged(), (subject, arguments, rendering) -> index(subject, arguments, rendering, false)));
        methods.put(
                "rindex",
                Operation.of(ranged(), (subject, arguments, rendering) -> index(subject, arguments, rendering, true)));
        methods.put("count", Operation.of(ranged(), StringMethods::count));
        methods.put("replace", Operation.of(Signature.of("old", "new", "count").requiring(2), StringMethods::replace));
        methods.put("split", Operation.of(Signature.optional("sep", "maxsplit"), StringMethods::split));
        methods.put("rsplit", Operation.of(Signature.optional("sep", "maxsplit"), StringMethods::rsplit));
        methods.put("splitlines", Operation.of(Signature.optional("keepends"), StringMethods::splitLines));
        methods.put("partition", Operation.of(Signature.of("sep"), StringMethods::partition));
        methods.put("rpartition", Operation.of(Signature.of("sep"), StringMethods::rpartition));
        methods.put("join", Operation.of(Signature.of("iterable"), StringMethods::join));
        methods.put("center", pad((missing, width) -> missing / 2 + (missing & width & 1)));
        methods.put("ljust", pad((missing, width) -> 0));
        methods.put("rjust", pad((missing, width) -> missing));
        methods.put("zfill", Operation.of(Signature.of("width"), StringMethods::zeroFill));
        methods.put("format", StringMethods::format);
        methods.put("isspace", every(Characters::isSpace));
        methods.put("isdigit", every(StringMethods::isDigit));
        methods.put("isdecimal", every(Character::isDigit));
        methods.put("isnumeric", every(StringMethods::isNumeric));
        methods.put("isalpha", every(Character::isLetter));
        methods.put("isalnum", every(character -> Character.isLetter(character) || isNumeric(character)));
        methods.put("isascii", check(text -> text.chars().allMatch(character -> character < 128)));
        methods.put("isprintable", check(text -> text.codePoints().allMatch(Characters::isPrintable)));
        methods.put("islower", check(Casing::isLower));
        methods.put("isupper", check(Casing::isUpper));
        methods.put("istitle", check(Casing::isTitle));
        return Map.copyOf(methods);
    }

    private static Signature ranged() {
        return Signature.of("sub", "start", "end").requiring(1);
    }

    private static String text(Value subject, Budget budget) {
        String text = ((Text) subject).text();
        budget.scan(text.length());
        return text;
    }

    /** The text, after paying for a search in it. */
    private static String searched(String text, String wanted, Rendering rendering) {
        rendering.budget().search(text.length(), wanted.length());
        return text;
    }

    private static Value like(Value subject, String text, Rendering rendering) {
        return ((Text) subject).with(rendering.budget().made(text));
    }

    private static Value texts(List<String> parts, Rendering rendering) {
        rendering.budget().steps(parts.size());
        parts.forEach(rendering.budget()::made);
        return new Value.Listing(Iteration.texts(parts));
    }

    private static Operation change(UnaryOperator<String> change) {
        return Operation.of(
                (subject, rendering) -> like(subject, change.apply(text(subject, rendering.budget())), rendering));
    }

    private static Operation check(Predicate<String> check) {
        return Operation.of((subject, rendering) -> Value.of(check.test(text(subject, rendering.budget()))));
    }

    private static Operation every(IntPredicate check) {
        return check(text -> !text.isEmpty() && text.codePoints().allMatch(check));
    }

    /** Digits, and other forms of them such as superscripts. */
    private static boolean isDigit(int character) {
        if (Character.getType(character) != Character.OTHER_NUMBER) {
            return Character.isDigit(character);
        }
        String plain = Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKC);
        return plain.length() == 1 && Character.isDigit(plain.charAt(0));
    }

    private static boolean isNumeric(int character) {
        return switch (Character.getType(character)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }

    /** Removes characters at the ends of a text. */
    private interface Stripper {
        String strip(String text, IntPredicate stripped);
    }

    private static Operation strip(Stripper stripper) {
        return Operation.of(Signature.optional("chars"), (subject, arguments, rendering) -> {
            @Nullable String characters = arguments.given(0).isPresent() ? arguments.text(0) : null;
            String text = searched(text(subject, rendering.budget()), characters == null ? " " : characters, rendering);
            return like(subject, stripper.strip(text, stripped(characters)), rendering);
        });
    }

    /** Which characters {@code strip} removes: the given ones, or white space. */
    static IntPredicate stripped(@Nullable String characters) {
        return characters == null ? Characters::isSpace : character -> characters.indexOf(character) >= 0;
    }

    /** Removes a part of a text. */
    private interface Remover {
        String remove(String text, String part);
    }

    private static Operation remove(Remover remover) {
        return Operation.of(
                Signature.of("part"),
                (subject, arguments, rendering) ->
                        like(subject, remover.remove(text(subject, rendering.budget()), arguments.text(0)), rendering));
    }

    private static Operation affix(BiPredicate<String, String> check) {
        return Operation.of(ranged(), (subject, arguments, rendering) -> {
            String part = part(text(subject, rendering.budget()), arguments);
            List<Value> candidates =
                    arguments.get(0) instanceof Tuple tuple ? tuple.items() : List.of(arguments.get(0));
            for (Value candidate : candidates) {
                if (!(candidate instanceof Text affix)) {
                    throw TemplateFailure.failed(arguments.callee() + " first arg must be str or a tuple of str, not "
                            + Types.name(Types.defined(candidate)));
                }
                rendering.budget().scan(affix.text().length());
                if (check.test(part, affix.text())) {
                    return Value.TRUE;
                }
            }
            return Value.FALSE;
        });
    }

    /** The part of a text between the arguments {@code start} and {@code end}. */
    private static String part(String text, Bound arguments) {
        if (arguments.given(1).isEmpty() && arguments.given(2).isEmpty()) {
            return text;
        }
        int length = Characters.length(text);
        int start = position(arguments.integer(1, 0), length);
        int end = position(arguments.integer(2, length), length);
        return start >= end ? "" : text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end));
    }

    private static int position(int index, int length) {
        return Math.clamp(index < 0 ? (long) index + length : index, 0, length);
    }

    private static Value find(Value subject, Bound arguments, Rendering rendering, boolean last) {
        String text = text(subject, rendering.budget());
        String part = searched(part(text, arguments), arguments.text(0), rendering);
        int found = last ? part.lastIndexOf(arguments.text(0)) : part.indexOf(arguments.text(0));
        int start = position(arguments.integer(1, 0), Characters.length(text));
        return Value.of(found < 0 ? -1 : start + part.codePointCount(0, found));
    }

    private static Value index(Value subject, Bound arguments, Rendering rendering, boolean last) {
        Value found = find(subject, arguments, rendering, last);
        if (found.equals(Value.of(-1))) {
            throw TemplateFailure.failed("substring not found");
        }
        return found;
    }

    private static Value count(Value subject, Bound arguments, Rendering rendering) {
        String wanted = arguments.text(0);
        String text = searched(part(text(subject, rendering.budget()), arguments), wanted, rendering);
        if (wanted.isEmpty()) {
            return Value.of(Characters.length(text) + 1L);
        }
        long count = 0;
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length())) {
            count++;
        }
        return Value.of(count);
    }

    private static Value replace(Value subject, Bound arguments, Rendering rendering) {
        int count = arguments.integer(2, -1);
        String text = text(subject, rendering.budget());
        return ((Text) subject).with(replace(text, arguments.text(0), arguments.text(1), count, rendering.budget()));
    }

    /** @param count how often; negative for always */
    static String replace(String text, String old, String replacement, int count, Budget budget) {
        budget.search(text.length(), old.length());
        StringBuilder out = new StringBuilder();
        int at = 0;
        int replaced = 0;
        while (count < 0 || replaced < count) {
            int found = old.isEmpty() ? emptyMatch(text, at, replaced) : text.indexOf(old, at);
            if (found < 0) {
                break;
            }
            budget.characters((long) found - at + replacement.length());
            out.append(text, at, found).append(replacement);
            at = found + old.length();
            replaced++;
        }
        return out.append(budget.made(text.substring(at))).toString();
    }

    /** The empty string is found before each character and at the end. */
    private static int emptyMatch(String text, int at, int replaced) {
        if (replaced == 0) {
            return 0;
        }
        return at >= text.length() ? -1 : at + Character.charCount(text.codePointAt(at));
    }

    private static Value split(Value subject, Bound arguments, Rendering rendering) {
        String text = text(subject, rendering.budget());
        int limit = arguments.integer(1, -1);
        return texts(
                arguments.given(0).isPresent()
                        ? Splitting.split(searched(text, separator(arguments), rendering), arguments.text(0), limit)
                        : Splitting.splitAtSpace(text, limit),
                rendering);
    }

    private static Value rsplit(Value subject, Bound arguments, Rendering rendering) {
        String text = text(subject, rendering.budget());
        int limit = arguments.integer(1, -1);
        return texts(
                arguments.given(0).isPresent()
                        ? Splitting.splitFromEnd(
                                searched(text, separator(arguments), rendering), arguments.text(0), limit)
                        : Splitting.splitAtSpaceFromEnd(text, limit),
                rendering);
    }

    private static String separator(Bound arguments) {
        String separator = arguments.text(0);
        if (separator.isEmpty()) {
            throw TemplateFailure.failed("empty separator");
        }
        return separator;
    }

    private static Value splitLines(Value subject, Bound arguments, Rendering rendering) {
        return texts(Characters.lines(text(subject, rendering.budget()), arguments.truth(0, false)), rendering);
    }

    private static Value partition(Value subject, Bound arguments, Rendering rendering) {
        String text = text(subject, rendering.budget());
        int found = searched(text, separator(arguments), rendering).indexOf(arguments.text(0));
        return found < 0 ? parts(rendering, text, "", "") : around(text, found, arguments.text(0), rendering);
    }

    private static Value rpartition(Value subject, Bound arguments, Rendering rendering) {
        String text = text(subject, rendering.budget());
        int found = searched(text, separator(arguments), rendering).lastIndexOf(arguments.text(0));
        return found < 0 ? parts(rendering, "", "", text) : around(text, found, arguments.text(0), rendering);
    }

    private static Value around(String text, int found, String separator, Rendering rendering) {
        return parts(rendering, text.substring(0, found), separator, text.substring(found + separator.length()));
    }

    private static Value parts(Rendering rendering, String... parts) {
        for (String part : parts) {
            rendering.budget().made(part);
        }
        return new Tuple(Iteration.texts(List.of(parts)), List.of());
    }

    private static Value join(Value subject, Bound arguments, Rendering rendering) {
        List<String> parts = new ArrayList<>();
        String separator = ((Text) subject).text();
        for (Iterator<Value> items = Iteration.iterator(arguments.get(0)); items.hasNext(); ) {
            Value item = items.next();
            if (!(item instanceof Text part)) {
                throw TemplateFailure.failed("sequence item " + parts.size() + ": expected str instance, "
                        + Types.name(Types.defined(item)) + " found");
            }
            rendering
                    .budget()
                    .characters((long) separator.length() + part.text().length());
            parts.add(part.text());
        }
        return ((Text) subject).with(String.join(separator, parts));
    }

    /** How many of the missing characters go to the left. */
    private interface LeftShare {
        int left(int missing, int width);
    }

    private static Operation pad(LeftShare share) {
        return Operation.of(Signature.of("width", "fillchar").requiring(1), (subject, arguments, rendering) -> {
            String text = text(subject, rendering.budget());
            int width = arguments.integer(0, 0);
            int missing = Math.max(0, width - Characters.length(text));
            String fill = arguments.text(1, " ");
            if (Characters.length(fill) != 1) {
                throw TemplateFailure.failed("The fill character must be exactly one character long");
            }
            rendering.budget().characters((long) missing * fill.length() + text.length());
            int left = share.left(missing, width);
            return ((Text) subject).with(fill.repeat(left) + text + fill.repeat(missing - left));
        });
    }

    private static Value zeroFill(Value subject, Bound arguments, Rendering rendering) {
        String text = text(subject, rendering.budget());
        int missing = Math.max(0, arguments.integer(0, 0) - Characters.length(text));
        rendering.budget().characters((long) missing + text.length());
        int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        return ((Text) subject).with(text.substring(0, sign) + "0".repeat(missing) + text.substring(sign));
    }

    private static Value format(String name, Value subject, Arguments arguments, Rendering rendering) {
        String pattern = text(subject, rendering.budget());
        return ((Text) subject)
                .with(BraceFormat.format(pattern, arguments, new Lookup(rendering)::item, rendering.budget()));
    }
}
