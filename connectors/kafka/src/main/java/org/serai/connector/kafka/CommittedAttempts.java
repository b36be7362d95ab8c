package org.serai.connector.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Counts in the metadata of committed offsets. The text is {@code serai1} and an item for each run of neighbouring records
 * in the same state: {@code FIRST[xLENGTH]:ATTEMPTS[:CRASHES][*]}, where FIRST counts from the committed offset, all
 * numbers have base 36, and {@code *} says that an attempt was under way. For example {@code serai1 0:3:1* 1x1f:1*}.
 */
public final class CommittedAttempts implements Attempts {
    private static final String PREFIX = "serai1";
    private static final Pattern ITEM =
            Pattern.compile("([0-9a-z]{1,12})(?:x([0-9a-z]{1,3}))?:([0-9a-z]{1,5})(?::([0-9a-z]{1,5}))?(\\*)?");
    private static final int RADIX = 36;
    private static final int LONGEST_METADATA = 4000;
    private static final int LONGEST_ITEM = 32;
    private static final int LONGEST_RUN = 36 * 36 * 36 - 1;
    private static final int MOST_COUNTED = 36 * 36 * 36 * 36 * 36 - 1;

    private final Map<TopicPartition, TreeMap<Long, State>> partitions = new HashMap<>();

    /**
     * How it stands with a record.
     *
     * @param attempts that began, the one under way included
     * @param crashes how many of them never ended
     * @param underWay true between begin and end of an attempt
     */
    private record State(int attempts, int crashes, boolean underWay) {
        static final State NEW = new State(0, 0, false);

        State begun() {
            return new State(Math.min(attempts + 1, MOST_COUNTED), crashes, true);
        }

        State ended() {
            return new State(attempts, crashes, false);
        }

        State withdrawn() {
            return new State(Math.max(attempts - 1, 0), crashes, false);
        }

        State crashed() {
            return underWay ? new State(attempts, crashes + 1, false) : this;
        }
    }

    @Override
    public void restore(TopicPartition partition, String metadata) {
        // The offset that the text counts from is only known with the next commit; until then it is the beginning.
        throw new UnsupportedOperationException();
    }

    @Override
    public void drop(TopicPartition partition) {
        partitions.remove(partition);
    }
}
