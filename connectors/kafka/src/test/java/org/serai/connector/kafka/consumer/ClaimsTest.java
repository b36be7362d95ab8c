package org.serai.connector.kafka.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.serai.delivery.Backoff;

class ClaimsTest {
    private static final TopicPartition P0 = new TopicPartition("t", 0);

    private final LoopHarness harness = LoopHarness.of(s -> {});
    private final Claims claims = new Claims(
            new FailurePolicy(3, RetriedFailures.passing, new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(3))));
    private AssignedPartition partition = assigned(RecordOrder.partition, "");
    private long end;

    private static AssignedPartition assigned(RecordOrder order, String metadata) {
        return new AssignedPartition(P0, order, 0, metadata);
    }

    /** Fetches records; answers the lane of the last. */
    private Lane fetch(int count) {
        Lane lane = fetch();
        for (int i = 1; i < count; i++) {
            lane = fetch();
        }
        return lane;
    }

    private Lane fetch() {
        Lane lane = partition
                .accept(new ConsumerRecord<>("t", 0, end++, new byte[0], new byte[1]))
                .lane();
        lane.state(Lane.State.OPEN);
        claims.want(lane);
        return lane;
    }

    /** Everything begins that is confirmed of the lane. */
    private List<Delivery> begin(Lane lane) {
        List<Delivery> begun = lane.confirmed();
        begun.forEach(delivery -> delivery.state(Delivery.State.UNDER_WAY));
        lane.begun(begun.size(), new Batch(harness.entry(), batch -> {}));
        claims.begun(begun.size());
        return begun;
    }

    /** Attempts that are counted and have not ended. */
    private int counted() {
        int counted = 0;
        for (Delivery delivery : partition.window().deliveries()) {
            counted += delivery.attempts().underWay() && !delivery.isFinished() ? 1 : 0;
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
        begin(lane);
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
        begin(lane);

        assertTrue(claims.take(1, 1, 10));
        claims.confirm();
        assertEquals(40, counted(), "four batches at the most");
        assertFalse(lane.isReady(), "a batch of it is under way");
        assertTrue(lane.hasConfirmed());
        assertFalse(claims.take(1, 1, 10), "enough is counted");
    }

    @Test
    void moreIsNotCountedThanAllHandsCanDo() {
        partition = assigned(RecordOrder.none, "");
        fetch(100);
        claims.take(2, 1, 10);
        assertEquals(50, counted(), "two that may begin, and one behind each of three");
    }

    @Test
    void whereAnotherClientTakesOverOnlyWhatLiesBeforeBegunWorkIsCounted() {
        partition = assigned(RecordOrder.none, "");
        Lane gap = fetch();
        Lane begun = fetch();
        fetch(10);
        claims.takeFirst(begun);
        claims.confirm();
        begin(begun);
        partition.begun(1, begun.first().offset() + 1);
        assertTrue(partition.hasGaps());

        claims.closeGaps();
        assertTrue(claims.take(4, 1, 10));
        assertEquals(1, claims.reserve());
        assertEquals(1, gap.claimed());

        claims.confirm();
        partition.begun(1, gap.first().offset() + 1);
        begin(gap);
        assertFalse(partition.hasGaps());
        assertFalse(claims.take(4, 2, 10), "what lies behind is left to the next client");
    }

    @Test
    void howeverQuickTheyAreNoMoreIsCountedAheadThanTheLimit() {
        partition = assigned(RecordOrder.none, "");
        fetch(2 * Claims.MOST_AHEAD);
        claims.take(100, 0, 4_000);
        assertEquals(Claims.MOST_AHEAD, counted());
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
        claims.take(1, 0, 2);
        claims.confirm();
        begin(lane);
        assertEquals(4, counted());
        claims.take(1, 1, 5);
        claims.releaseAll();
        assertEquals(4, counted());
        assertEquals(4, lane.claimed());
        assertEquals(0, claims.reserve());

        claims.confirm();
        assertEquals(4, lane.claimed(), "an answer that comes later changes nothing");
        assertFalse(lane.hasConfirmed());
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

    /** After a crash that counted for 10,000 records, another one counts for few of them again. */
    @Test
    void ofRecordsThatWereTriedBeforeFewAreCountedAhead() {
        for (RecordOrder order : RecordOrder.values()) {
            end = 0;
            partition = assigned(order, "serai1 0 0/7ps:1*");
            fetch(1_000);
            claims.take(16, 0, 1_000);
            assertEquals(Claims.MOST_BURDENED, counted(), order.name());
            claims.releaseAll();
            claims.forget(partition);
        }
    }

    @Test
    void moreOfThemAreCountedAsSoonAsTheirWorkEnds() {
        partition = assigned(RecordOrder.partition, "serai1 0 0/7ps:1*");
        Lane lane = fetch(1_000);
        claims.take(16, 0, 1_000);
        claims.confirm();
        for (Delivery delivery : begin(lane)) {
            claims.ended(delivery);
            delivery.finish(List.of());
            lane.ended();
            lane.removeFirst(delivery);
        }
        claims.want(lane);
        claims.take(16, 0, 1_000);
        assertEquals(Claims.MOST_BURDENED, counted());
    }

    @Test
    void whatIsToBeTriedAloneIsNotCountedBehindOthers() {
        partition = assigned(RecordOrder.partition, "serai1 0 2:2:1*");
        fetch(5);
        claims.take(1, 0, 10);
        assertEquals(2, counted());
    }
}
