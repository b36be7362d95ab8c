package org.serai.connector.kafka.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.serai.connector.kafka.consumer.LoopHarness.P0;
import static org.serai.connector.kafka.consumer.LoopHarness.P1;
import static org.serai.connector.kafka.consumer.LoopHarness.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serai.connector.kafka.DeliveryScope;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.delivery.Cancellation;
import org.serai.delivery.ExchangeProperties;
import org.serai.delivery.RouteCapacity.Room;
import org.serai.engine.Residency;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.OverloadException;
import org.serai.error.SeraiException;

@Timeout(300)
class ConsumerLoopTest {
    private final SeraiException passing = new SeraiException(new ErrorCode(9998, ErrorCategory.TIMEOUT), "for a test");
    private final SeraiException poison = new SeraiException(new ErrorCode(9999, ErrorCategory.INVALID), "for a test");

    @Test
    void commitsOnlyWhatIsFinishedWithoutAGap() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {}).start(P0)) {
            harness.records(P0, 0, "a", "b", "c");
            harness.work("a");
            harness.succeed("c");
            harness.succeed("b");
            harness.turns(5);
            assertEquals(0, harness.committed(P0), "a is not finished");

            harness.succeed("a");
            harness.awaitCommitted(P0, 3);
        }
    }

    @Test
    void recordsAreAsLocalAsTheyAreMarked() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {}).start(P0)) {
            harness.marked(P0, 0, "secret", "local-only");
            harness.marked(P0, 1, "slip of the pen", "lokal");
            harness.records(P0, 2, "open");

            assertEquals(Residency.LOCAL_ONLY, residency(harness, "secret"));
            assertEquals(Residency.LOCAL_ONLY, residency(harness, "slip of the pen"));
            assertEquals(Residency.ANYWHERE, residency(harness, "open"));
        }
    }

    private static Residency residency(LoopHarness harness, String value) throws InterruptedException {
        return Residency.ofMark(harness.work(value).exchange().getProperty(ExchangeProperties.RESIDENCY));
    }

    @Test
    void neverPollsLessBecauseWorkIsSlow() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {
                    s.maxInFlight = 1;
                    s.maxAhead = 2;
                })
                .start(P0)) {
            harness.records(P0, 0, "a", "b", "c", "d");
            harness.work("a");
            harness.turns(20);
            assertEquals(Set.of(P0), harness.client.paused());
            assertEquals(List.of("a"), harness.begun());

            harness.succeed("a");
            harness.succeed("b");
            harness.succeed("c");
            harness.succeed("d");
            harness.awaitCommitted(P0, 4);
            harness.turns(2);
            assertEquals(Set.of(), harness.client.paused());
        }
    }

    @Test
    void aPartitionThatComesWhileWorkIsNotTakenIsPausedToo() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {}).start(P0)) {
            harness.loop().accepting(false);
            harness.turns(2);
            harness.rebalance(P0, P1);
            harness.turns(2);
            assertEquals(Set.of(P0, P1), harness.client.paused());

            harness.loop().accepting(true);
            harness.turns(2);
            assertEquals(Set.of(), harness.client.paused());
        }
    }

    @Test
    void anAttemptIsCommittedBeforeItsWorkBegins() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {}).start(P0)) {
            harness.records(P0, 0, "a");
            OffsetAndMetadata committed = harness.work("a").committed();
            assertNotNull(committed);
            assertEquals(Map.of(0L, new AttemptState(1, 1, false)), AttemptsText.read(committed.metadata()));
        }
    }

    @Test
    void workWaitsUntilItsAttemptIsCommittedWhileTheClientGoesOnToPoll() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {}).start(P0)) {
            harness.client.answersCommits = false;
            harness.records(P0, 0, "a");
            harness.turns(20);
            assertEquals(List.of(), harness.begun());

            harness.client.answersCommits = true;
            harness.succeed("a");
            harness.awaitCommitted(P0, 1);
        }
    }

    @Test
    void whatCannotBeCommittedNowIsTriedAgainAndCountsOnce() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {}).start(P0)) {
            harness.client.commitFailures.add(new RetriableCommitFailedException("for a test"));
            harness.client.commitFailures.add(new RebalanceInProgressException("for a test"));
            harness.records(P0, 0, "a");
            OffsetAndMetadata committed =
                    Objects.requireNonNull(harness.work("a").committed());
            assertEquals(Map.of(0L, new AttemptState(1, 1, false)), AttemptsText.read(committed.metadata()));
        }
    }

    @Test
    void aFailureOfACommitThatCannotPassEndsTheClient() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {}).start(P0)) {
            harness.client.commitFailures.add(new GroupAuthorizationException("group"));
            harness.records(P0, 0, "a");
            await("state", () -> harness.loop().snapshot().state().equals("failed"));
            assertTrue(harness.client.closed());
            assertEquals(List.of(), harness.begun());
        }
    }

    @Test
    void aLostPartitionIsFencedAndNothingOfItIsCommitted() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {}).start(P0, P1)) {
            harness.records(P0, 0, "a", "b");
            harness.records(P1, 0, "x");
            LoopHarness.Work late = harness.work("a");
            harness.work("b");
            Cancellation cancellation = late.scope().cancellation().orElseThrow();
            harness.inPoll(() -> harness.client.lose(P0));

            assertTrue(cancellation.isCancelled());
            assertEquals(
                    KafkaErrors.FENCED,
                    assertThrows(SeraiException.class, () -> late.scope().requireOwned())
                            .code());
            harness.succeed("a");
            harness.succeed("b");
            await("the late results", () -> harness.dropped.get() == 2);
            harness.succeed("x");
            harness.awaitCommitted(P1, 1);
            assertEquals(0, harness.committed(P0), "it belongs to somebody else");
        }
    }

    /** What is left where each of so many processes died while it worked on the first record. */
    private static OffsetAndMetadata crashed(int times) {
        AttemptsText left = new AttemptsText(0);
        left.add(0, new AttemptState(times, times, false));
        return new OffsetAndMetadata(0, left.end());
    }

    @Test
    void aRecordAtWhichTheProcessDiedOftenEnoughIsGivenUp() throws Exception {
        OffsetAndMetadata before = crashed(3);
        try (LoopHarness harness = LoopHarness.of(s -> s.maxAttempts = 3)) {
            harness.client.schedulePollTask(() -> harness.client.commitSync(Map.of(P0, before)));
            harness.start(P0);
            harness.records(P0, 0, "poison", "neighbour");
            harness.succeed("neighbour");
            harness.awaitCommitted(P0, 2);

            assertEquals(List.of("neighbour"), harness.begun());
            var given = Objects.requireNonNull(harness.given.poll());
            assertEquals(KafkaErrors.PROCESS_DIED, given.failure().code());
            assertEquals(3, given.attempts());
            assertNull(given.exchange());
        }
    }

    @Test
    void aRecordAtWhichTheProcessDiedTwiceIsTriedAlone() throws Exception {
        OffsetAndMetadata before = crashed(2);
        try (LoopHarness harness = LoopHarness.of(s -> s.maxAttempts = 5)) {
            harness.client.schedulePollTask(() -> harness.client.commitSync(Map.of(P0, before)));
            harness.start(P0);
            harness.records(P0, 0, "suspect", "neighbour");
            harness.work("suspect");
            harness.turns(10);
            assertFalse(harness.isWorkedOn("neighbour"));

            harness.succeed("suspect");
            harness.succeed("neighbour");
            harness.awaitCommitted(P0, 2);
        }
    }

    @Test
    void inPartitionOrderEveryRecordWaitsForTheOneBefore() throws Exception {
        try (LoopHarness harness =
                LoopHarness.of(s -> s.order = RecordOrder.partition).start(P0, P1)) {
            harness.records(P0, 0, "a", "b");
            harness.records(P1, 0, "x");
            harness.work("a");
            harness.work("x");
            harness.turns(5);
            assertFalse(harness.isWorkedOn("b"));

            harness.succeed("a");
            harness.work("b");
        }
    }

    @Test
    void inKeyOrderOnlyRecordsOfTheSameKeyWait() throws Exception {
        try (LoopHarness harness =
                LoopHarness.of(s -> s.order = RecordOrder.key).start(P0)) {
            harness.records(P0, 0, "k1:a", "k1:b", "k2:c", "d", "e");
            for (String free : List.of("a", "c", "d", "e")) {
                harness.work(free);
            }
            harness.turns(5);
            assertFalse(harness.isWorkedOn("b"));

            harness.succeed("a");
            harness.work("b");
        }
    }

    @Test
    void worksOnAsManyAsMayBeInFlight() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> s.maxInFlight = 2).start(P0)) {
            harness.records(P0, 0, "a", "b", "c", "d");
            harness.work("a");
            harness.work("b");
            harness.turns(5);
            assertEquals(2, harness.begun().size());

            harness.succeed("a");
            harness.work("c");
            harness.turns(5);
            assertEquals(3, harness.begun().size());
        }
    }

    @Test
    void takesNothingWhileThereIsNoRoom() throws Exception {
        AtomicInteger free = new AtomicInteger();
        try (LoopHarness harness = LoopHarness.of(
                        s -> s.limit = inFlight -> new Room(free.get(), "alias a has no model loaded"))
                .start(P0)) {
            harness.records(P0, 0, "a");
            await("state", () -> harness.loop().snapshot().state().equals("waiting"));
            assertEquals(
                    "alias a has no model loaded", harness.loop().snapshot().reason());
            assertEquals(List.of(), harness.begun());

            free.set(1);
            harness.succeed("a");
            harness.awaitCommitted(P0, 1);
        }
    }

    @Test
    void tellsTheRouteWhereARecordComesFrom() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {}).start(P0)) {
            harness.records(P0, 0, "a");
            DeliveryScope delivered = harness.work("a").scope();
            assertEquals("kafka:cluster/in/0/0", delivered.sourceId().orElseThrow());
            assertEquals(
                    "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
                    delivered.contentDigest());
        }
    }

    @Test
    void aFailureThatCanPassIsTriedAgainWhileNeighboursFlow() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {
                    s.maxAttempts = 3;
                    s.retryDelay = Duration.ofMillis(50);
                })
                .start(P0)) {
            harness.records(P0, 0, "bad", "good");
            harness.fail("bad", passing);
            harness.succeed("good");
            harness.fail("bad", passing);
            harness.fail("bad", passing);
            harness.awaitCommitted(P0, 2);

            assertEquals(1, harness.letters.size());
            assertEquals(3, Objects.requireNonNull(harness.given.poll()).attempts());
        }
    }

    @Test
    void inPartitionOrderRecordsWaitForTheNextAttemptOfTheOneBefore() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {
                    s.order = RecordOrder.partition;
                    s.retryDelay = Duration.ofMillis(50);
                })
                .start(P0)) {
            harness.records(P0, 0, "a", "b");
            harness.fail("a", passing);
            harness.succeed("a");
            harness.succeed("b");
            harness.awaitCommitted(P0, 2);
            assertEquals(List.of("a", "a", "b"), harness.begun());
        }
    }

    @Test
    void whatTheRecordWouldMeetAgainIsALetterAtOnce() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {}).start(P0)) {
            harness.records(P0, 0, "bad");
            harness.fail("bad", poison);
            harness.awaitCommitted(P0, 1);
            assertEquals(List.of("bad"), harness.begun());
            assertEquals(poison, Objects.requireNonNull(harness.given.poll()).failure());
        }
    }

    @Test
    void whatTheRecordWouldMeetAgainIsTriedAsOftenWhereThatIsAskedFor() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {
                    s.maxAttempts = 3;
                    s.retried = RetriedFailures.all;
                })
                .start(P0)) {
            harness.records(P0, 0, "bad");
            harness.fail("bad", poison);
            harness.fail("bad", poison);
            harness.fail("bad", poison);
            harness.awaitCommitted(P0, 1);
            assertEquals(List.of("bad", "bad", "bad"), harness.begun());
            assertEquals(3, Objects.requireNonNull(harness.given.poll()).attempts());
        }
    }

    @Test
    void anOverloadIsNoAttempt() throws Exception {
        var overload =
                new OverloadException(new ErrorCode(9997, ErrorCategory.OVERLOAD), "for a test", Duration.ofMillis(10));
        try (LoopHarness harness = LoopHarness.of(s -> s.maxAttempts = 1).start(P0)) {
            harness.records(P0, 0, "a");
            for (int i = 0; i < 5; i++) {
                harness.fail("a", overload);
            }
            harness.succeed("a");
            harness.awaitCommitted(P0, 1);
            assertTrue(harness.given.isEmpty());
        }
    }

    @Test
    void aRecordIsNotLetGoBeforeItsLetterIsWritten() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {}).start(P0)) {
            harness.letterFailures.add(new TimeoutException("for a test"));
            harness.letterFailures.add(new TimeoutException("for a test"));
            harness.records(P0, 0, "bad");
            harness.fail("bad", poison);
            harness.awaitCommitted(P0, 1);
            assertEquals(1, harness.letters.size());
            assertEquals(List.of("bad"), harness.begun());
        }
    }

    @Test
    void aRevokedPartitionIsCommittedAndFenced() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {}).start(P0, P1)) {
            harness.records(P0, 0, "a", "b", "c");
            harness.succeed("a");
            harness.succeed("c");
            LoopHarness.Work late = harness.work("b");
            harness.rebalance(P1);

            assertEquals(1, harness.committed(P0));
            assertThrows(SeraiException.class, () -> late.scope().requireOwned());
            harness.succeed("b");
            await("the late result", () -> harness.dropped.get() == 1);
            harness.turns(3);
            assertEquals(1, harness.committed(P0), "a late result is dropped");
            assertNoAttemptIsLeft(harness, P0, 1);
        }
    }

    private static void assertNoAttemptIsLeft(LoopHarness harness, TopicPartition partition, long offset) {
        OffsetAndMetadata committed = Objects.requireNonNull(harness.client.commit(partition));
        assertFalse(
                AttemptsText.read(committed.metadata()).containsKey(offset), "work that was taken away is no attempt");
    }

    @Test
    void whatFinishesWhileThePartitionGoesIsCommitted() throws Exception {
        try (LoopHarness harness =
                LoopHarness.of(s -> s.revokeTimeout = Duration.ofMinutes(4)).start(P0)) {
            harness.records(P0, 0, "a", "b");
            harness.work("a");
            harness.work("b");
            Thread.ofVirtual().start(() -> {
                try {
                    harness.awaitLeaving();
                    harness.succeed("a");
                    harness.succeed("b");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            harness.rebalance();
            assertEquals(2, harness.committed(P0));
        }
    }

    @Test
    void nothingNewIsBegunWhileAPartitionGoes() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {
                    s.order = RecordOrder.partition;
                    s.revokeTimeout = Duration.ofMinutes(4);
                })
                .start(P0)) {
            harness.records(P0, 0, "a", "b");
            harness.work("a");
            Thread.ofVirtual().start(() -> {
                try {
                    harness.awaitLeaving();
                    harness.succeed("a");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            harness.rebalance();
            assertEquals(1, harness.committed(P0));
            assertEquals(List.of("a"), harness.begun());
        }
    }

    @Test
    void aPartitionThatComesBackIsAnotherOne() throws Exception {
        try (LoopHarness harness = LoopHarness.of(s -> {}).start(P0)) {
            harness.records(P0, 0, "a");
            LoopHarness.Work before = harness.work("a");
            harness.rebalance();
            harness.rebalance(P0);
            harness.inPoll(() -> harness.client.seek(P0, 0));
            harness.records(P0, 0, "a");
            await("the second time", () -> harness.begun().size() == 2);

            before.callback().done(false);
            await("the late result", () -> harness.dropped.get() == 1);
            harness.turns(3);
            assertNotEquals(1, harness.committed(P0), "the result of the earlier assignment does not count");
            harness.succeed("a");
            harness.awaitCommitted(P0, 1);
        }
    }

    @Test
    void stoppingCommitsWhatIsFinished() throws Exception {
        LoopHarness harness = LoopHarness.of(s -> {}).start(P0);
        harness.records(P0, 0, "a", "b");
        harness.work("b");
        harness.succeed("a");
        harness.turns(2);
        harness.close();
        assertTrue(harness.client.closed());
        assertEquals("stopped", harness.loop().snapshot().state());
    }
}
