package org.serai.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed values from configuration and gathers what is wrong with them. A key that was never asked for is unknown,
 * and so a problem too. Values are texts, or typed as Configuration Admin has them. Used by one thread.
 */
public final class SettingsReader {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private final TreeMap<String, Object> values = new TreeMap<>();
    private final Set<String> known = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    /** @param configuration as Configuration Admin gives it; keys that it adds itself are left out */
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
     * A secret: as it stands there, or by reference to where it lies. No problem that is told has the secret in it.
     *
     * @return the empty text where there is none
     */
    public String secret(String key, Secrets secrets) {
        String text = text(key);
        try {
            return text == null ? "" : secrets.resolve(text);
        } catch (IllegalArgumentException e) {
            problems.add("'" + key + "' refers to a secret that is missing: " + e.getMessage());
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

    /** A time such as {@code 500ms}, {@code 30s}, {@code 10m} or {@code 2h}, greater than none. */
    public Duration duration(String key, Duration unset) {
        Duration value = parse(key, "a time such as 500ms, 30s, 10m, 2h or 7d", SettingsReader::parseDuration);
        return value == null ? unset : value;
    }

    private static @Nullable Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                };
        return duration.isPositive() ? duration : null;
    }

    /**
     * A path.
     *
     * @param home what a relative one is relative to
     */
    public Optional<Path> path(String key, Path home) {
        Path path = parse(key, "a path", text -> {
            try {
                return home.resolve(text);
            } catch (InvalidPathException e) {
                return null; // told as every other value that cannot be
            }
        });
        return Optional.ofNullable(path);
    }

    /** A value that {@code parser} makes of the text; it gives null, or throws, where the text cannot be one. */
    public <T> @Nullable T value(String key, String expected, Function<String, @Nullable T> parser) {
        return parse(key, expected, parser);
    }

    private <T> @Nullable T parse(String key, String expected, Function<String, @Nullable T> parser) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        T value;
        try {
            value = parser.apply(text);
        } catch (IllegalArgumentException e) {
            value = null; // told below, as every other value that cannot be
        }
        if (value == null) {
            problems.add("'" + key + "' must be " + expected + ", and it is '" + text + "'");
        }
        return value;
    }
}
