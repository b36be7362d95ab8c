package org.serai.connector.kafka.consumer;

import java.util.ArrayList;
import java.util.List;
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

    /** Brokers take 4,096 bytes of metadata. */
    private static final int LONGEST = 4000;

    private final long base;
    private List<Run> runs = new ArrayList<>();
    private long first;
    private long next;
    private AttemptState current = AttemptState.NEW;

    /** @param base no offset is smaller */
    AttemptsText(long base) {
        this.base = base;
    }

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

    /** Adds a record, whose offset is greater than those before. */
    void add(long offset, AttemptState state) {
        if (offset != next || !isSame(state, current)) {
            endRun();
            first = offset;
            current = state;
        }
        next = offset + 1;
    }

    private void endRun() {
        if (!current.isNew()) {
            runs.add(new Run(first, next - first, current));
        }
    }

    @SuppressWarnings("ReferenceEquality") // quick, and enough for most
    private static boolean isSame(AttemptState one, AttemptState other) {
        return one == other || (one.attempts() == other.attempts() && one.equals(other));
    }

    /**
     * The text, ASCII; empty where no attempt is to be told of. Where the states are too many, each two neighbouring items
     * become one, with the smaller counts, until they fit: none is given up early for that.
     */
    String end() {
        endRun();
        current = AttemptState.NEW;
        if (runs.isEmpty()) {
            return "";
        }
        String text = text();
        while (text.length() > LONGEST) {
            runs = joined(runs);
            text = text();
        }
        return text;
    }

    private static List<Run> joined(List<Run> runs) {
        List<Run> joined = new ArrayList<>();
        for (int i = 0; i < runs.size(); i += 2) {
            joined.add(i + 1 < runs.size() ? runs.get(i).with(runs.get(i + 1)) : runs.get(i));
        }
        return joined;
    }

    private String text() {
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
