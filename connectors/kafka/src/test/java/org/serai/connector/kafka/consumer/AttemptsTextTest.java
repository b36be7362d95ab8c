package org.serai.connector.kafka.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AttemptsTextTest {
    private static final AttemptState FAILED = AttemptState.FIRST.ended();

    private static String text(long base, Map<Long, AttemptState> states) {
        AttemptsText text = new AttemptsText(base);
        new TreeMap<>(states).forEach(text::add);
        return text.end();
    }

    @Test
    void anAttemptThatEndsWithItsProcessCounts() {
        String committed = text(100, Map.of(107L, AttemptState.NEW.begun()));
        assertEquals("serai1 2s 7:1*", committed);

        AttemptState found = Objects.requireNonNull(AttemptsText.read(committed).get(107L));
        assertEquals(new AttemptState(1, 1, false), found);
        assertEquals("serai1 2s 7:2:1*", text(100, Map.of(107L, found.begun())));
    }

    @Test
    void aFailedAttemptIsNoCrash() {
        assertEquals(Map.of(100L, FAILED), AttemptsText.read(text(100, Map.of(100L, FAILED))));
    }

    @Test
    void whatIsAsNewLeavesNothing() {
        assertEquals("", text(0, Map.of(1L, AttemptState.FIRST.withdrawn(), 2L, AttemptState.NEW)));
    }

    @Test
    void anAttemptThatIsWithdrawnAfterACrashLeavesTheCrash() {
        AttemptState found =
                Objects.requireNonNull(AttemptsText.read("serai1 0 5:1*").get(5L));
        assertEquals("serai1 0 5:1:1", text(0, Map.of(5L, found.begun().withdrawn())));
    }

    @Test
    void neighboursInTheSameStateShareAnItem() {
        Map<Long, AttemptState> states = new TreeMap<>();
        for (long offset = 10; offset < 1010; offset++) {
            states.put(offset, offset == 500 ? FAILED : AttemptState.FIRST);
        }
        assertEquals("serai1 a 0/dm:1* dm:1 dn/e5:1*", text(10, states));
    }

    @Test
    void textOfOthersIsTakenForNone() {
        for (String text :
                new String[] {"", "offset of another tool", "serai1", "serai1 ", "serai1 0 /:1", "serai1 zz! 0:1"}) {
            assertEquals(Map.of(), AttemptsText.read(text), text);
        }
    }

    @Test
    void staysBelowTheLimitOfBrokersAndCountsNoneTooOften() {
        Random random = new Random(7);
        long first = Long.MAX_VALUE - 1_000_000;
        long end = first + 6_000;
        Map<Long, AttemptState> states = new TreeMap<>();
        for (long offset = first; offset < end; offset += 2) {
            states.put(offset, new AttemptState(random.nextInt(1, 60), 0, false));
        }
        String text = text(first, states);
        assertTrue(text.length() <= 4000, () -> text.length() + " characters");
        assertTrue(text.length() > 1500, () -> text.length() + " characters");

        SortedMap<Long, AttemptState> next = AttemptsText.read(text);
        states.forEach((offset, state) -> {
            int attempts = Objects.requireNonNull(next.get(offset)).attempts();
            assertTrue(attempts >= 1);
            assertTrue(attempts <= state.attempts());
        });
    }

    @Test
    void aPartitionTellsOfRecordsThatAreNotFinishedAndOfThoseThatAreStillToCome() {
        AssignedPartition partition = new AssignedPartition(
                new TopicPartition("orders", 3), RecordOrder.none, 100, "serai1 2s 1:1* 2:2:1* 9:2");
        assertEquals("serai1 2s 1:1:1 2:2:2 9:2", partition.metadata(100));

        fetch(partition, 100).claim();
        Delivery second = fetch(partition, 101);
        Delivery fourth = fetch(partition, 103);
        assertEquals(new AttemptState(1, 1, false), second.attempts());
        assertEquals(AttemptState.NEW, fourth.attempts());
        assertEquals("serai1 2s 0:1* 1:1:1 9:2", partition.metadata(100), "102 is not in the topic any more");

        second.finish(List.of());
        assertEquals("serai1 2s 0:1* 9:2", partition.metadata(100));
        assertEquals("serai1 2t 8:2", partition.metadata(101), "what lies before the committed offset is finished");
    }

    private static Delivery fetch(AssignedPartition partition, long offset) {
        return partition.accept(new ConsumerRecord<>("orders", 3, offset, new byte[0], new byte[1]));
    }
}
