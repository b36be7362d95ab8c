package org.serai.runtime.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.serai.error.SeraiException;
import org.serai.settings.Nearest;

/**
 * The fields of one line. Reading a field makes it known; what is known to nobody is refused by {@link #refuseOthers}. A
 * field that is null counts as absent.
 */
final class Fields {
    private final ObjectNode line;
    private final TreeSet<String> known = new TreeSet<>();

    Fields(ObjectNode line) {
        this.line = line;
    }

    boolean has(String name) {
        known.add(name);
        return line.hasNonNull(name);
    }

    Optional<String> text(String name) {
        return read(name, JsonNode::isTextual, "a string", JsonNode::textValue);
    }

    Optional<Boolean> bool(String name) {
        return read(name, JsonNode::isBoolean, "true or false", JsonNode::booleanValue);
    }

    Optional<Integer> integer(String name) {
        return read(name, JsonNode::isInt, "an integer of 32 bits", JsonNode::intValue);
    }

    Optional<Long> longInteger(String name) {
        return read(
                name,
                node -> node.isIntegralNumber() && node.canConvertToLong(),
                "an integer of 64 bits",
                JsonNode::longValue);
    }

    Optional<Double> number(String name) {
        return read(name, JsonNode::isNumber, "a number", JsonNode::doubleValue);
    }

    /** Token ids. */
    Optional<int[]> ids(String name) {
        return read(name, node -> isArrayOf(node, JsonNode::isInt), "an array of token ids", node -> {
            int[] ids = new int[node.size()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = node.get(i).intValue();
            }
            return ids;
        });
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

    /** Numbers under token ids. */
    Optional<Map<Integer, Double>> numbersById(String name) {
        return read(name, Fields::isNumbersById, "an object with token ids as keys and numbers as values", node -> {
            Map<Integer, Double> numbers = new HashMap<>();
            node.properties()
                    .forEach(entry -> numbers.put(
                            Integer.valueOf(entry.getKey()), entry.getValue().doubleValue()));
            return numbers;
        });
    }

    private static boolean isNumbersById(JsonNode node) {
        return node.isObject()
                && node.properties().stream()
                        .allMatch(entry -> entry.getKey().matches("\\d{1,9}")
                                && entry.getValue().isNumber());
    }

    Optional<JsonNode> array(String name) {
        return read(name, JsonNode::isArray, "an array", node -> node);
    }

    Optional<JsonNode> object(String name) {
        return read(name, JsonNode::isObject, "an object", node -> node);
    }

    private static boolean isArrayOf(JsonNode node, Predicate<JsonNode> element) {
        return node.isArray() && node.valueStream().allMatch(element);
    }

    private <T> Optional<T> read(String name, Predicate<JsonNode> good, String what, Function<JsonNode, T> value) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode node = line.get(name);
        if (!good.test(node)) {
            throw bad("The field '" + name + "' must be " + what + ", not " + describe(node));
        }
        return Optional.of(value.apply(node));
    }

    private static String describe(JsonNode node) {
        String text = node.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    /** Everything that was not read yet, which makes it known; null values included. */
    Map<String, JsonNode> others() {
        Map<String, JsonNode> others = new LinkedHashMap<>();
        line.properties().forEach(entry -> {
            if (known.add(entry.getKey())) {
                others.put(entry.getKey(), entry.getValue());
            }
        });
        return others;
    }

    /**
     * Finds which one of several fields is there.
     *
     * @throws SeraiException where none is, or more than one
     */
    String exactlyOne(String... names) {
        List<String> present = new ArrayList<>();
        for (String name : names) {
            if (has(name)) {
                present.add(name);
            }
        }
        if (present.size() != 1) {
            throw bad("A line needs exactly one of the fields " + String.join(", ", names) + "; this one has "
                    + (present.isEmpty() ? "none" : String.join(" and ", present)));
        }
        return present.getFirst();
    }

    /** Throws where there is a field that nobody asked for. */
    void refuseOthers() {
        for (Map.Entry<String, JsonNode> field : line.properties()) {
            if (!known.contains(field.getKey())) {
                throw new SeraiException(
                        InspectErrors.UNKNOWN_FIELD,
                        "There is no field '" + field.getKey() + "'" + Nearest.hint(field.getKey(), known)
                                + " Known here: " + String.join(", ", known));
            }
        }
    }

    static SeraiException bad(String message) {
        return new SeraiException(InspectErrors.BAD_FIELD, message);
    }
}
