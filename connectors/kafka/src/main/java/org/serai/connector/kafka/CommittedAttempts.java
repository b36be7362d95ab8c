package org.serai.connector.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Keeps the counts of records that are not finished, in the form of {@link AttemptsText}. */
public final class CommittedAttempts implements Attempts {
    private static final int LONGEST_METADATA = 4000;

    private final Map<TopicPartition, SortedMap<Long, AttemptState>> partitions = new HashMap<>();

    @Override
    public void restore(TopicPartition partition, String metadata) {
        partitions.put(partition, AttemptsText.read(metadata));
    }

    @Override
    public void drop(TopicPartition partition) {
        partitions.remove(partition);
    }

    @Override
    public int begin(TopicPartition partition, long offset) {
        SortedMap<Long, AttemptState> states = states(partition);
        @Nullable AttemptState before = states.putIfAbsent(offset, AttemptState.FIRST);
        if (before == null) {
            return AttemptState.FIRST.attempts();
        }
        AttemptState begun = before.begun();
        states.put(offset, begun);
        return begun.attempts();
    }

    @Override
    public void withdraw(TopicPartition partition, long offset) {
        change(partition, offset, AttemptState::withdrawn);
    }

    @Override
    public void failed(TopicPartition partition, long offset) {
        change(partition, offset, AttemptState::ended);
    }

    @Override
    public void finished(TopicPartition partition, long offset) {
        states(partition).remove(offset);
    }

    @Override
    public int count(TopicPartition partition, long offset) {
        return state(partition, offset).attempts();
    }

    @Override
    public int crashes(TopicPartition partition, long offset) {
        return state(partition, offset).crashes();
    }

    @Override
    public String metadata(TopicPartition partition, long committed) {
        SortedMap<Long, AttemptState> states = states(partition);
        states.headMap(committed).clear();
        return AttemptsText.write(committed, states, LONGEST_METADATA);
    }

    private AttemptState state(TopicPartition partition, long offset) {
        return states(partition).getOrDefault(offset, AttemptState.NEW);
    }

    private void change(TopicPartition partition, long offset, UnaryOperator<AttemptState> change) {
        AttemptState changed = change.apply(state(partition, offset));
        if (changed.attempts() > 0) {
            states(partition).put(offset, changed);
        } else {
            states(partition).remove(offset);
        }
    }

    private SortedMap<Long, AttemptState> states(TopicPartition partition) {
        return partitions.computeIfAbsent(partition, key -> new TreeMap<>());
    }
}
