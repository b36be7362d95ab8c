package org.serai.connector.kafka.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class WindowTest {
    private final AssignedPartition partition =
            new AssignedPartition(new TopicPartition("t", 0), RecordOrder.none, 10, "");
    private final Window window = partition.window();

    private Delivery fetch(long offset) {
        return partition.accept(new ConsumerRecord<>("t", 0, offset, new byte[1], new byte[9]));
    }

    @Test
    void onlyTheFinishedBeginningMayBeCommitted() {
        Delivery first = fetch(10);
        Delivery second = fetch(11);
        Delivery third = fetch(12);

        third.finish(List.of());
        assertEquals(10, window.finishedTo(), "the first is not finished");
        assertEquals(List.of(), window.finishedPrefix());

        first.finish(List.of());
        assertEquals(11, window.finishedTo());
        assertEquals(List.of(first), window.finishedPrefix());

        second.finish(List.of());
        assertEquals(13, window.finishedTo());
        assertEquals(List.of(first, second, third), window.finishedPrefix());
    }

    @Test
    void offsetsThatTheTopicLeftOutAreNoGap() {
        fetch(10).finish(List.of());
        fetch(17).finish(List.of());
        assertEquals(18, window.finishedTo());
    }

    @Test
    void whatIsCommittedTakesNoRoom() {
        fetch(10).finish(List.of());
        fetch(11);
        assertEquals(2, window.size());

        window.committed(11);
        assertEquals(1, window.size());
        assertEquals(11, window.finishedTo());
        assertEquals(11, window.committed());
    }

    @Test
    void anEmptyWindowPassesOverTheEndsOfTransactions() {
        window.skipTo(15);
        assertEquals(15, window.finishedTo());
        assertEquals(10, window.committed());

        fetch(15);
        window.skipTo(99);
        assertEquals(15, window.finishedTo(), "a record waits");
    }

    @Test
    void noRecordIsTakenTwice() {
        fetch(10);
        assertThrows(IllegalArgumentException.class, () -> fetch(10));
    }

    @Test
    void inAnyOrderOfFinishingTheBeginningIsWhatAListWouldSay() {
        Random random = new Random(17);
        for (int round = 0; round < 50; round++) {
            AssignedPartition fresh = new AssignedPartition(new TopicPartition("t", 0), RecordOrder.none, 0, "");
            List<Delivery> all = new ArrayList<>();
            long offset = 0;
            for (int i = 0; i < 40; i++) {
                offset += 1 + random.nextInt(3);
                all.add(fresh.accept(new ConsumerRecord<>("t", 0, offset, null, new byte[0])));
            }
            List<Delivery> order = new ArrayList<>(all);
            Collections.shuffle(order, random);
            for (Delivery each : order) {
                each.finish(List.of());
                long expected = all.stream()
                        .filter(delivery -> !delivery.isFinished())
                        .findFirst()
                        .map(Delivery::offset)
                        .orElse(offset + 1);
                assertEquals(expected, fresh.window().finishedTo());
                if (random.nextBoolean()) {
                    fresh.window().committed(fresh.window().finishedTo());
                }
            }
            fresh.window().committed(fresh.window().finishedTo());
            assertTrue(fresh.window().finishedPrefix().isEmpty());
            assertEquals(0, fresh.window().bytes());
        }
    }
}
