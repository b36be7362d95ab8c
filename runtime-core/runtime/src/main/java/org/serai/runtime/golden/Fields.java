package org.serai.runtime.golden;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.serai.settings.Nearest;

/** The entries of a mapping in a file. What is wrong is added to a list; a key that nobody asked for is wrong, too. */
final class Fields {
    private final String place;
    private final Map<?, ?> map;
    private final List<String> problems;
    private final Set<String> known = new HashSet<>();

    /**
     * @param place for messages: where the mapping stands
     * @param problems gets what is wrong
     */
    Fields(String place, Map<?, ?> map, List<String> problems) {
        this.place = place;
        this.map = map;
        this.problems = problems;
    }

    @Nullable
    Object value(String key) {
        known.add(key);
        return map.get(key);
    }

    /** A text, or null where there is none. A number or a truth value counts as its text. */
    @Nullable
    String text(String key) {
        Object value = value(key);
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        refuse(key, value, "a text");
        return null;
    }

    /** A text or a list of texts, or null where there is none. */
    @Nullable
    List<String> texts(String key) {
        Object value = value(key);
        if (value instanceof String text) {
            return List.of(text);
        }
        if (value instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        refuse(key, value, "a text or a list of texts");
        return null;
    }

    int number(String key, int unset, int most) {
        Object value = value(key);
        if (value instanceof Integer number && number >= 1 && number <= most) {
            return number;
        }
        refuse(key, value, "a whole number from 1 to " + most);
        return unset;
    }

    @Nullable
    List<?> list(String key) {
        Object value = value(key);
        if (value instanceof List<?> list) {
            return list;
        }
        refuse(key, value, "a list");
        return null;
    }

    @Nullable
    Map<?, ?> map(String key) {
        Object value = value(key);
        if (value instanceof Map<?, ?> mapping) {
            return mapping;
        }
        refuse(key, value, "a mapping");
        return null;
    }

    private void refuse(String key, @Nullable Object value, String wanted) {
        if (value != null) {
            problems.add("in " + place + " '" + key + "' must be " + wanted);
        }
    }

    /** Notes each key that was not asked for. */
    void refuseOthers() {
        for (Object key : map.keySet()) {
            if (!(key instanceof String name && known.contains(name))) {
                problems.add("in " + place + " there is an unknown key '" + key + "'"
                        + Nearest.hint(String.valueOf(key), known));
            }
        }
    }
}
