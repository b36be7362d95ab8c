package org.serai.connector.kafka.consumer;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A partition from its assignment until it goes. When it comes again, that is another one, so what belongs to the earlier
 * assignment finds itself fenced. Confined to the loop, but for {@link #isFenced} and {@link #isClosing}.
 */
final class AssignedPartition {
    private final TopicPartition topicPartition;
    private final RecordOrder order;
    private final Window window;
    private final Map<Object, Lane> lanes = new HashMap<>();

    /** Attempts of records that were not fetched yet. */
    private final SortedMap<Long, AttemptState> foreknown;

    private volatile boolean fenced;
    private volatile boolean closing;
    private boolean paused;
    private int waiting;
    private int underWay;
    private long begunTo;
    private boolean changed;

    /**
     * A partition that was just assigned.
     *
     * @param committed the committed offset; 0 where there is none
     * @param metadata of that offset, which tells of attempts; empty where there is none
     */
    AssignedPartition(TopicPartition topicPartition, RecordOrder order, long committed, String metadata) {
        this.topicPartition = topicPartition;
        this.order = order;
        this.window = new Window(committed);
        this.foreknown = AttemptsText.read(metadata);
    }

    TopicPartition topicPartition() {
        return topicPartition;
    }

    Window window() {
        return window;
    }

    /** Takes a fetched record in. */
    Delivery accept(ConsumerRecord<byte[], byte[]> record) {
        Delivery delivery = new Delivery(record, this, laneOf(record), attempts(record.offset()));
        window.add(delivery);
        delivery.lane().add(delivery);
        waiting++;
        return delivery;
    }

    /** Those of earlier offsets, too, are not needed any more: the topic left their records out. */
    private AttemptState attempts(long offset) {
        if (foreknown.isEmpty()) {
            return AttemptState.NEW;
        }
        foreknown.headMap(offset).clear();
        @Nullable AttemptState known = foreknown.remove(offset);
        return known == null ? AttemptState.NEW : known;
    }

    /**
     * What is committed with an offset of the partition: the attempts that are counted for records which are not finished.
     *
     * @param offset the offset; counts of earlier records are forgotten
     */
    String metadata(long offset) {
        AttemptsText text = new AttemptsText(offset);
        for (Delivery delivery : window.deliveries()) {
            if (delivery.offset() >= offset && !delivery.isFinished()) {
                text.add(delivery.offset(), delivery.attempts());
            }
        }
        foreknown.tailMap(offset).forEach(text::add);
        return text.end();
    }

    private Lane laneOf(ConsumerRecord<byte[], byte[]> record) {
        @Nullable
        Object key =
                switch (order) {
                    case partition -> topicPartition;
                    case key -> record.key() == null ? null : new RecordKey(record.key());
                    case none -> null;
                };
        return key == null ? new Lane(this, null) : lanes.computeIfAbsent(key, k -> new Lane(this, k));
    }

    /** Forgets a lane in which nothing waits. */
    void forget(Lane lane) {
        if (lane.key() != null) {
            lanes.remove(lane.key());
        }
    }

    /** Records that nobody works on yet. */
    int waiting() {
        return waiting;
    }

    int underWay() {
        return underWay;
    }

    /** @param to the offset behind the last of them */
    void begun(int records, long to) {
        waiting -= records;
        underWay += records;
        begunTo = Math.max(begunTo, to);
    }

    /** Whether work on a record was begun that lies behind this one: what is finished there is not committed before it. */
    boolean isGap(Delivery delivery) {
        return delivery.offset() < begunTo;
    }

    /** Whether records wait for work that lie before others whose work was begun. */
    boolean hasGaps() {
        for (Delivery delivery : window.deliveries()) {
            if (!isGap(delivery)) {
                return false;
            }
            boolean waits = delivery.state() == Delivery.State.WAITING || delivery.state() == Delivery.State.CLAIMED;
            if (waits && delivery.lane().isOpen()) {
                return true;
            }
        }
        return false;
    }

    /** What was begun waits again. */
    void givenBack() {
        waiting++;
        underWay--;
    }

    void ended() {
        underWay--;
    }

    /** True where the counts of attempts differ from what is committed. */
    boolean isChanged() {
        return changed;
    }

    void changed(boolean value) {
        changed = value;
    }

    boolean isPaused() {
        return paused;
    }

    void paused(boolean value) {
        paused = value;
    }

    /** True where nothing new of it is begun, because it is about to go. */
    boolean isClosing() {
        return closing;
    }

    void close() {
        closing = true;
    }

    /** True once it belongs to somebody else. Any thread may ask. */
    boolean isFenced() {
        return fenced;
    }

    void fence() {
        closing = true;
        fenced = true;
    }
}
