package org.serai.connector.kafka.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.serai.connector.kafka.CommittedAttempts;

class ClaimsTest {
    private static final TopicPartition P0 = new TopicPartition("t", 0);

    private final CommittedAttempts attempts = new CommittedAttempts();
    private final Claims claims = new Claims(attempts);
    private final AssignedPartition partition = new AssignedPartition(P0, RecordOrder.partition, 0);
    private long end;

    private Lane fetch(int count) {
        Lane lane = partition.accept(record()).lane();
        for (int i = 1; i < count; i++) {
            partition.accept(record());
        }
        lane.state(Lane.State.OPEN);
        claims.want(lane);
        return lane;
    }

    private ConsumerRecord<byte[], byte[]> record() {
        return new ConsumerRecord<>("t", 0, end++, new byte[0], new byte[1]);
    }

    private void begin(Lane lane, int count) {
        List<Delivery> begun = lane.begin(count);
        begun.forEach(delivery -> delivery.state(Delivery.State.UNDER_WAY));
        claims.begun(begun.size());
    }

    private int counted() {
        int counted = 0;
        for (long offset = 0; offset < end; offset++) {
            counted += attempts.count(P0, offset);
        }
        return counted;
    }

    @Test
    void slowRecordsAreNotCountedBeforeTheyCanBegin() {
        Lane lane = fetch(10);
        assertTrue(claims.take(1, 0, 1));
        assertEquals(1, counted());
        assertFalse(lane.isReady(), "the count is not committed");

        claims.confirm();
        assertTrue(lane.isReady());
        begin(lane, 1);
        claims.want(lane);
        assertFalse(claims.take(5, 1, 1), "the lane's next record waits for its first");
        assertEquals(1, counted());
    }

    @Test
    void quickRecordsAreCountedWhileOthersAreWorkedOn() {
        Lane lane = fetch(100);
        assertTrue(claims.take(1, 0, 10));
        assertEquals(20, counted(), "a batch, and one behind it");
        claims.confirm();
        begin(lane, 10);
        assertEquals(10, claims.reserve());

        assertFalse(lane.isReady(), "a batch of it is under way");
        claims.want(lane);
        assertFalse(claims.take(0, 1, 10), "enough is counted");
    }

    @Test
    void moreIsNotCountedThanAllHandsCanDo() {
        AssignedPartition unordered = new AssignedPartition(P0, RecordOrder.none, 0);
        for (int i = 0; i < 100; i++) {
            Lane lane = unordered.accept(record()).lane();
            lane.state(Lane.State.OPEN);
            claims.want(lane);
        }
        claims.take(2, 1, 10);
        assertEquals(50, counted(), "two that may begin, and one behind each of three");
    }

    @Test
    void whatCannotBeCommittedIsTakenBack() {
        Lane lane = fetch(3);
        claims.take(1, 0, 10);
        assertEquals(3, counted());
        assertEquals(List.of(lane), claims.retract());
        assertEquals(0, counted());
        assertEquals(0, claims.reserve());
        assertEquals(0, lane.claimed());
        assertTrue(partition.isChanged());
    }

    @Test
    void whatIsNotBegunCanBeTakenBackAtAnyTime() {
        Lane lane = fetch(30);
        claims.take(1, 0, 10);
        claims.confirm();
        begin(lane, 5);
        claims.releaseAll();
        assertEquals(5, counted());
        assertEquals(5, lane.claimed());
        assertEquals(0, claims.reserve());

        claims.confirm();
        assertEquals(5, lane.claimed(), "an answer that comes later changes nothing");
    }

    @Test
    void aPartitionThatGoesTakesItsClaimsAlong() {
        fetch(30);
        claims.take(1, 0, 10);
        claims.forget(partition);
        assertEquals(0, counted());
        assertEquals(0, claims.reserve());
        assertFalse(claims.take(0, 0, 10));
    }

    @Test
    void aRecordThatWasTriedBeforeIsCountedWhenItIsTheFirst() {
        attempts.begin(P0, 2);
        attempts.failed(P0, 2);
        fetch(5);
        claims.take(1, 0, 10);
        assertEquals(3, counted(), "two, and what was there");
    }
}
