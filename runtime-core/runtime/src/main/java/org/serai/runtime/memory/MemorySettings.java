package org.serai.runtime.memory;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.serai.device.MemoryKind;
import org.serai.error.SeraiException;
import org.serai.settings.SettingsReader;

/**
 * What models may take of memory.
 *
 * @param budgets bytes for each kind; what is missing has no limit here
 * @param evictAfterIdle how long an alias must have had nothing to do before it is unloaded for another one
 */
record MemorySettings(Map<MemoryKind, Long> budgets, Duration evictAfterIdle) {
    static final String PID = "org.serai.memory";
    static final int DEFAULT_IDLE_SECONDS = 60;

    /** The rest of the runtime needs some of the heap, too. */
    private static final int KEPT_PART_OF_HEAP = 8;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9}) ?(MiB|GiB)");

    MemorySettings {
        budgets = Map.copyOf(budgets);
    }

    /** @throws SeraiException that names every problem */
    static MemorySettings parse(Map<String, ?> configuration) {
        SettingsReader reader = new SettingsReader(configuration);
        MemorySettings settings = read(reader);
        List<String> problems = reader.problems();
        if (!problems.isEmpty()) {
            throw new SeraiException(
                    MemoryErrors.BAD_CONFIGURATION,
                    "The configuration of memory is wrong: " + String.join("; ", problems) + ". Correct etc/" + PID
                            + ".cfg");
        }
        return settings;
    }

    /** Asks for every key; the reader gathers what is wrong. */
    static MemorySettings read(SettingsReader reader) {
        Map<MemoryKind, Long> budgets = new EnumMap<>(MemoryKind.class);
        long heap = Runtime.getRuntime().maxMemory();
        budgets.put(MemoryKind.HEAP, size(reader, "heap").orElse(heap - heap / KEPT_PART_OF_HEAP));
        size(reader, "native").ifPresent(bytes -> budgets.put(MemoryKind.NATIVE, bytes));
        size(reader, "device").ifPresent(bytes -> budgets.put(MemoryKind.DEVICE, bytes));
        return new MemorySettings(
                budgets,
                Duration.ofSeconds(reader.integer("evictIdleSeconds", 1, Integer.MAX_VALUE, DEFAULT_IDLE_SECONDS)));
    }

    private static OptionalLong size(SettingsReader reader, String key) {
        Long bytes = reader.value(key, "a size such as '512 MiB' or '4 GiB'", MemorySettings::bytes);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private static @Nullable Long bytes(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return null;
        }
        long unit = size.group(2).equals("GiB") ? 1L << 30 : 1L << 20;
        return Math.multiplyExact(Long.parseLong(size.group(1)), unit);
    }
}
