package org.serai.connector.kafka.consumer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The records of a partition between the committed offset and the last one that was fetched, in the order of offsets.
 * They finish in any order; only what is finished without a gap from the beginning may be committed. Offsets may leave
 * numbers out, as they do in compacted topics and where transactions ended.
 */
final class Window {
    private final Deque<Delivery> deliveries = new ArrayDeque<>();
    private long bytes;
    private long committed;
    private long end;

    /** @param committed the committed offset; 0 where there is none */
    Window(long committed) {
        this.committed = committed;
        this.end = committed;
    }

    void add(Delivery delivery) {
        if (delivery.offset() < end) {
            throw new IllegalArgumentException(delivery + " was fetched already: the window ends at " + end);
        }
        deliveries.addLast(delivery);
        bytes += delivery.size();
        end = delivery.offset() + 1;
    }

    int size() {
        return deliveries.size();
    }

    /** Bytes of its records, about. */
    long bytes() {
        return bytes;
    }

    /** The offset that may be committed: that of the first record that is not finished. */
    long finishedTo() {
        return endOf(Delivery::isFinished);
    }

    /** The offset that may be committed without a transaction: that of the first record that is not finished or has outputs. */
    long finishedWithoutOutputsTo() {
        return endOf(delivery -> delivery.isFinished() && delivery.outputs().isEmpty());
    }

    private long endOf(Predicate<Delivery> prefix) {
        for (Delivery delivery : deliveries) {
            if (!prefix.test(delivery)) {
                return delivery.offset();
            }
        }
        return end;
    }

    /** The records without a gap that are finished. */
    List<Delivery> finishedPrefix() {
        List<Delivery> prefix = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            if (!delivery.isFinished()) {
                break;
            }
            prefix.add(delivery);
        }
        return prefix;
    }

    /** Whether the finished beginning has something to write. */
    boolean hasOutputs() {
        for (Delivery delivery : deliveries) {
            if (!delivery.isFinished()) {
                return false;
            }
            if (!delivery.outputs().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** All of its records, whatever became of them. */
    Iterable<Delivery> deliveries() {
        return Collections.unmodifiableCollection(deliveries);
    }

    /** The committed offset, as far as is known. */
    long committed() {
        return committed;
    }

    /** Lets go of the records before an offset that was committed. */
    void committed(long offset) {
        committed = offset;
        while (!deliveries.isEmpty() && deliveries.getFirst().offset() < offset) {
            bytes -= deliveries.removeFirst().size();
        }
    }

    /** Passes over offsets without records, where nothing is in the window. */
    void skipTo(long position) {
        if (deliveries.isEmpty() && position > end) {
            end = position;
        }
    }
}
