package org.serai.runtime.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.serai.runtime.text.Nearest;

/**
 * Reads typed values from configuration and gathers what is wrong with them. A key that was never asked for is unknown,
 * and so a problem too. Values are texts, or typed as Configuration Admin has them. Used by one thread.
 */
public final class SettingsReader {
    private final TreeMap<String, Object> values = new TreeMap<>();
    private final Set<String> known = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    public SettingsReader(Map<String, ?> configuration) {
        configuration.forEach((key, value) -> {
            if (!isAboutTheConfiguration(key)) {
                values.put(key, value);
            }
        });
    }

    /** Keys that Configuration Admin, the component runtime and fileinstall add. */
    private static boolean isAboutTheConfiguration(String key) {
        return key.startsWith("service.")
                || key.startsWith("component.")
                || key.startsWith("osgi.ds.")
                || key.startsWith("felix.fileinstall.")
                || key.startsWith(":configurator");
    }

    /** The keys that were asked for. */
    public Set<String> known() {
        return Collections.unmodifiableSet(known);
    }

    /** What is wrong, all of it: unknown keys with the nearest known one, and values that cannot be. */
    public List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                all.add("unknown key '" + key + "'" + Nearest.hint(key, known));
            }
        }
        return all;
    }

    public @Nullable String text(String key) {
        known.add(key);
        Object value = values.get(key);
        String text = value == null ? "" : String.valueOf(value).strip();
        return text.isEmpty() ? null : text;
    }

    /** A text that must be there. */
    public String required(String key) {
        String text = text(key);
        if (text == null) {
            problems.add("'" + key + "' is missing");
            return "";
        }
        return text;
    }

    /**
     * A secret: as it stands there, from an environment variable ({@code env:NAME}), or from a file ({@code file:PATH},
     * without the line end). No problem that is told has the secret in it.
     *
     * @param home what relative paths are relative to
     * @param environment gives an environment variable, or null
     */
    public String secret(String key, Path home, UnaryOperator<@Nullable String> environment) {
        String text = text(key);
        if (text == null) {
            return "";
        }
        if (text.startsWith("env:")) {
            String name = text.substring("env:".length());
            String value = environment.apply(name);
            if (value == null) {
                problems.add("'" + key + "' names the environment variable " + name + ", which is not set");
            }
            return value == null ? "" : value;
        }
        return text.startsWith("file:") ? secretFile(key, home, text.substring("file:".length())) : text;
    }

    private String secretFile(String key, Path home, String file) {
        try {
            return Files.readString(home.resolve(file)).stripTrailing();
        } catch (IOException | InvalidPathException e) {
            problems.add("'" + key + "' names the file " + file + ", which cannot be read: " + e);
            return "";
        }
    }

    public List<String> list(String key) {
        known.add(key);
        Object value = values.get(key);
        Collection<?> parts =
                switch (value) {
                    case null -> List.of();
                    case Collection<?> collection -> collection;
                    case Object[] array -> Arrays.asList(array);
                    default -> List.of(String.valueOf(value).split(",", -1));
                };
        return parts.stream()
                .map(part -> String.valueOf(part).strip())
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** One of some words; the first where it is unset. */
    public String choice(String key, List<String> words) {
        String value = parse(key, String.join(" or ", words), text -> words.contains(text) ? text : null);
        return value == null ? words.getFirst() : value;
    }

    /** Takes note of a problem that the reader cannot see. */
    public void reject(String problem) {
        problems.add(problem);
    }

    public boolean flag(String key, boolean unset) {
        Boolean value = parse(key, "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        });
        return value == null ? unset : value;
    }

    public @Nullable Integer integer(String key, int least, int most) {
        String range = most == Integer.MAX_VALUE
                ? "a whole number, at least " + least
                : "a whole number from " + least + " to " + most;
        return parse(key, range, text -> {
            int value = Integer.parseInt(text);
            return value < least || value > most ? null : value;
        });
    }

    public int integer(String key, int least, int most, int unset) {
        Integer value = integer(key, least, most);
        return value == null ? unset : value;
    }

    public OptionalInt optionalInteger(String key, int least, int most) {
        Integer value = integer(key, least, most);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    public @Nullable Long wholeNumber(String key) {
        return parse(key, "a whole number of 64 bits", Long::valueOf);
    }

    public @Nullable Double decimal(String key, double least, double most) {
        String range = most == Double.MAX_VALUE
                ? (least == -Double.MAX_VALUE ? "a number" : "a number, at least " + least)
                : "a number from " + least + " to " + most;
        return parse(key, range, text -> {
            double value = Double.parseDouble(text);
            return value >= least && value <= most ? value : null;
        });
    }

    /** Pairs such as {@code 42:-1.5, 7:2}. */
    public @Nullable Map<Integer, Double> biases(String key) {
        return parse(key, "a list of TOKEN:BIAS", text -> {
            Map<Integer, Double> biases = new HashMap<>();
            for (String pair : text.split(",", -1)) {
                String[] parts = pair.split(":", -1);
                double bias = parts.length == 2 ? Double.parseDouble(parts[1].strip()) : Double.NaN;
                if (Double.isNaN(bias) || biases.put(Integer.valueOf(parts[0].strip()), bias) != null) {
                    return null;
                }
            }
            return biases;
        });
    }

    private <T> @Nullable T parse(String key, String expected, Function<String, @Nullable T> parser) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        T value;
        try {
            value = parser.apply(text);
        } catch (NumberFormatException e) {
            value = null; // told below, as every other value that cannot be
        }
        if (value == null) {
            problems.add("'" + key + "' must be " + expected + ", and it is '" + text + "'");
        }
        return value;
    }
}
