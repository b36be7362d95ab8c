package org.serai.connector.rest.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.http.HttpException;
import org.serai.connector.rest.http.Json;
import org.serai.error.ErrorCode;

/**
 * The arguments of a request, or of an object inside of one. Reading an argument makes it known; what is known to nobody
 * is refused by {@link #refuseOthers}. An argument that is null counts as absent. Everything here throws
 * {@link HttpException}, which names the argument.
 */
final class Arguments {
    private static final Pattern TOKEN_ID = Pattern.compile("\\d{1,9}");
    private static final int LONGEST_QUOTE = 60;

    private final ObjectNode object;
    private final String path;
    private final Set<String> known = new TreeSet<>();

    /** @param path where the object stands in the request, such as {@code messages[2]}; empty for the request itself */
    Arguments(ObjectNode object, String path) {
        this.object = object;
        this.path = path;
    }

    boolean has(String name) {
        known.add(name);
        return object.hasNonNull(name);
    }

    Optional<String> text(String name) {
        return read(name, JsonNode::isTextual, "a string", JsonNode::textValue);
    }

    String requiredText(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    Optional<Boolean> bool(String name) {
        return read(name, JsonNode::isBoolean, "true or false", JsonNode::booleanValue);
    }

    Optional<Integer> integer(String name, int smallest, int largest) {
        return read(
                name,
                node -> node.isInt() && node.intValue() >= smallest && node.intValue() <= largest,
                largest == Integer.MAX_VALUE
                        ? "an integer of at least " + smallest
                        : "an integer from " + smallest + " to " + largest,
                JsonNode::intValue);
    }

    Optional<Long> longInteger(String name) {
        return read(
                name,
                node -> node.isIntegralNumber() && node.canConvertToLong(),
                "an integer of 64 bits",
                JsonNode::longValue);
    }

    Optional<Double> number(String name, double smallest, double largest) {
        return read(
                name,
                node -> node.isNumber() && node.doubleValue() >= smallest && node.doubleValue() <= largest,
                "a number from " + brief(smallest) + " to " + brief(largest),
                JsonNode::doubleValue);
    }

    private static String brief(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    /** One string, or several in an array. */
    Optional<List<String>> texts(String name) {
        return read(
                name,
                node -> node.isTextual() || isArrayOf(node, JsonNode::isTextual),
                "a string or an array of strings",
                node -> {
                    List<String> texts = new ArrayList<>();
                    (node.isArray() ? node : List.of(node)).forEach(item -> texts.add(item.textValue()));
                    return texts;
                });
    }

    /** Biases under token ids. */
    Optional<Map<Integer, Double>> biases(String name) {
        return read(
                name,
                node -> node.isObject() && node.properties().stream().allMatch(Arguments::isBias),
                "an object with token ids as keys and numbers from -100 to 100 as values",
                node -> {
                    Map<Integer, Double> biases = new HashMap<>();
                    node.properties()
                            .forEach(entry -> biases.put(
                                    Integer.valueOf(entry.getKey()),
                                    entry.getValue().doubleValue()));
                    return biases;
                });
    }

    private static boolean isBias(Map.Entry<String, JsonNode> entry) {
        return TOKEN_ID.matcher(entry.getKey()).matches()
                && entry.getValue().isNumber()
                && Math.abs(entry.getValue().doubleValue()) <= 100;
    }

    /** Strings under strings. */
    Optional<Map<String, String>> labels(String name) {
        return read(
                name,
                node -> node.isObject() && node.valueStream().allMatch(JsonNode::isTextual),
                "an object with strings as values",
                node -> {
                    Map<String, String> labels = new HashMap<>();
                    node.properties()
                            .forEach(entry ->
                                    labels.put(entry.getKey(), entry.getValue().textValue()));
                    return labels;
                });
    }

    /** An object whose content is the affair of others, as JSON-like values. */
    Optional<Map<String, @Nullable Object>> json(String name) {
        return read(name, JsonNode::isObject, "an object", Json::plain);
    }

    /** An object inside of this one. */
    Optional<Arguments> object(String name) {
        return read(name, JsonNode::isObject, "an object", node -> new Arguments((ObjectNode) node, where(name)));
    }

    /** An array of objects. */
    Optional<List<Arguments>> objects(String name) {
        return read(name, node -> isArrayOf(node, JsonNode::isObject), "an array of objects", node -> {
            List<Arguments> objects = new ArrayList<>();
            for (JsonNode item : node) {
                objects.add(new Arguments((ObjectNode) item, where(name) + "[" + objects.size() + "]"));
            }
            return objects;
        });
    }

    /** Any value. */
    Optional<JsonNode> value(String name) {
        return has(name) ? Optional.of(object.get(name)) : Optional.empty();
    }

    private static boolean isArrayOf(JsonNode node, Predicate<JsonNode> element) {
        return node.isArray() && node.valueStream().allMatch(element);
    }

    private <T> Optional<T> read(String name, Predicate<JsonNode> good, String what, Function<JsonNode, T> value) {
        Optional<JsonNode> node = value(name);
        if (node.isPresent() && !good.test(node.get())) {
            throw bad(name, "must be " + what + ", not " + quote(node.get()));
        }
        return node.map(value);
    }

    private static String quote(JsonNode node) {
        String text = node.toString();
        return text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
    }

    /**
     * Refuses an argument that would not be honoured, unless it has a value that asks for nothing.
     *
     * @param neutral says whether a value asks for nothing more than what happens anyway
     */
    void refuseUnless(String name, Predicate<JsonNode> neutral, String reason) {
        value(name).filter(neutral.negate()).ifPresent(node -> {
            throw notHonoured(name, quote(node) + " is not supported: " + reason);
        });
    }

    /** Refuses an argument that would not be honoured, whatever its value. */
    void refuse(String name, String reason) {
        refuseUnless(name, node -> false, reason);
    }

    /** Refuses every argument that nobody read. */
    void refuseOthers() {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!known.contains(entry.getKey())) {
                throw refusal(
                        OpenAiErrors.UNKNOWN_ARGUMENT,
                        entry.getKey(),
                        "is not known here. Known are " + String.join(", ", known));
            }
        }
    }

    HttpException missing(String name) {
        return bad(name, "is missing");
    }

    HttpException bad(String name, String what) {
        return refusal(OpenAiErrors.BAD_ARGUMENT, name, what);
    }

    HttpException notHonoured(String name, String what) {
        return refusal(OpenAiErrors.NOT_HONOURED, name, what);
    }

    private HttpException refusal(ErrorCode code, String name, String what) {
        return new HttpException(400, code, "The argument '" + where(name) + "' " + what + ".", where(name));
    }

    private String where(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
