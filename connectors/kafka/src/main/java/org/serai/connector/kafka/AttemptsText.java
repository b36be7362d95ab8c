package org.serai.connector.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a partition's records as text: {@code serai1 BASE}, and an item for each run of neighbouring records in the
 * same state: {@code FIRST[/LENGTH]:ATTEMPTS[:CRASHES][*]}. FIRST counts from BASE, all numbers have base 36, and {@code *}
 * says that an attempt was under way. {@code serai1 2s 0/3:1* 7:2:1} speaks of the offsets 100 to 102, which were worked on
 * for the first time, and of 107, which was tried twice, once by a process that died.
 */
final class AttemptsText {
    private static final String PREFIX = "serai1 ";
    private static final int RADIX = 36;
    private static final Pattern ITEM =
            Pattern.compile("([0-9a-z]+)(?:/([0-9a-z]+))?:([0-9a-z]+)(?::([0-9a-z]+))?(\\*)?");

    private AttemptsText() {}

    /** A run of neighbouring records in the same state. */
    private record Run(long first, long length, AttemptState state) {
        long end() {
            return first + length;
        }

        /** Both and what lies between them, as the one that was tried less often. */
        Run with(Run next) {
            return new Run(first, next.end() - first, state.orLess(next.state));
        }

        void appendTo(StringBuilder text, long base) {
            text.append(' ').append(Long.toString(first - base, RADIX));
            if (length > 1) {
                text.append('/').append(Long.toString(length, RADIX));
            }
            text.append(':').append(Integer.toString(state.attempts(), RADIX));
            if (state.crashes() > 0) {
                text.append(':').append(Integer.toString(state.crashes(), RADIX));
            }
            if (state.underWay()) {
                text.append('*');
            }
        }
    }

    /**
     * Writes the states. Where they are too many for the limit, each two neighbouring items become one, until they fit.
     *
     * @param base no offset is smaller
     * @param limit the most characters
     */
    static String write(long base, SortedMap<Long, AttemptState> states, int limit) {
        if (states.isEmpty()) {
            return "";
        }
        List<Run> runs = runs(states);
        String text = text(base, runs);
        while (text.length() > limit) {
            runs = joined(runs);
            text = text(base, runs);
        }
        return text;
    }

    private static List<Run> runs(SortedMap<Long, AttemptState> states) {
        List<Run> runs = new ArrayList<>();
        long first = -1;
        long next = -1;
        AttemptState current = AttemptState.NEW;
        for (Map.Entry<Long, AttemptState> entry : states.entrySet()) {
            if (entry.getKey() != next || !isSame(entry.getValue(), current)) {
                if (next > first) {
                    runs.add(new Run(first, next - first, current));
                }
                first = entry.getKey();
                current = entry.getValue();
            }
            next = entry.getKey() + 1;
        }
        runs.add(new Run(first, next - first, current));
        return runs;
    }

    @SuppressWarnings("ReferenceEquality") // quick, and enough for most
    private static boolean isSame(AttemptState one, AttemptState other) {
        return one == other || one.equals(other);
    }

    private static List<Run> joined(List<Run> runs) {
        List<Run> joined = new ArrayList<>();
        for (int i = 0; i < runs.size(); i += 2) {
            joined.add(i + 1 < runs.size() ? runs.get(i).with(runs.get(i + 1)) : runs.get(i));
        }
        return joined;
    }

    private static String text(long base, List<Run> runs) {
        StringBuilder text = new StringBuilder(PREFIX).append(Long.toString(base, RADIX));
        runs.forEach(run -> run.appendTo(text, base));
        return text.toString();
    }

    /** The states as the next process finds them; none where the text is not one of these. */
    static SortedMap<Long, AttemptState> read(String text) {
        var states = new TreeMap<Long, AttemptState>();
        if (!text.startsWith(PREFIX)) {
            return states;
        }
        String[] parts = text.substring(PREFIX.length()).split(" ", -1);
        try {
            long base = Long.parseLong(parts[0], RADIX);
            for (int i = 1; i < parts.length; i++) {
                Matcher item = ITEM.matcher(parts[i]);
                if (!item.matches()) {
                    return new TreeMap<>();
                }
                long first = base + Long.parseLong(item.group(1), RADIX);
                int length = number(item.group(2), 1);
                var state = new AttemptState(number(item.group(3), 0), number(item.group(4), 0), item.group(5) != null)
                        .found();
                for (long offset = first; offset < first + length; offset++) {
                    states.put(offset, state);
                }
            }
        } catch (NumberFormatException e) {
            return new TreeMap<>();
        }
        return states;
    }

    private static int number(@Nullable String digits, int absent) {
        return digits == null ? absent : Integer.parseInt(digits, RADIX);
    }
}
