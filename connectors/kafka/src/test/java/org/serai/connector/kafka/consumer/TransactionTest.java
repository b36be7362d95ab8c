package org.serai.connector.kafka.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.serai.connector.kafka.consumer.LoopHarness.P0;
import static org.serai.connector.kafka.consumer.LoopHarness.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

@Timeout(300)
class TransactionTest {
    private static LoopHarness harness() throws Exception {
        return LoopHarness.of(s -> s.exactlyOnce = true).start(P0);
    }

    private static void succeedWith(LoopHarness harness, String value, String output) throws InterruptedException {
        harness.work(value)
                .scope()
                .add(new ProducerRecord<>("out", output.getBytes(StandardCharsets.UTF_8)), "default");
        harness.succeed(value);
    }

    private static List<String> written(LoopHarness harness) {
        return harness.producers.stream()
                .flatMap(producer -> producer.history().stream())
                .map(output -> new String(output.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static long offsetInTransactions(LoopHarness harness) {
        return harness.producers.stream()
                .flatMap(producer -> producer.consumerGroupOffsetsHistory().stream())
                .flatMap(groups -> groups.values().stream())
                .map(offsets -> Objects.requireNonNull(offsets.get(P0)))
                .mapToLong(OffsetAndMetadata::offset)
                .max()
                .orElse(-1);
    }

    @Test
    void outputsAndOffsetsAreWrittenTogetherAndInOrder() throws Exception {
        try (LoopHarness harness = harness()) {
            harness.records(P0, 0, "a", "b", "c");
            succeedWith(harness, "c", "C");
            succeedWith(harness, "b", "B");
            harness.turns(10);
            assertEquals(List.of(), written(harness), "what is finished waits for what is earlier");

            succeedWith(harness, "a", "A");
            await("the transaction", () -> offsetInTransactions(harness) == 3);
            assertEquals(List.of("A", "B", "C"), written(harness));
        }
    }

    @Test
    void whatAFailedAttemptProducedIsForgotten() throws Exception {
        try (LoopHarness harness = harness()) {
            harness.records(P0, 0, "a");
            harness.work("a").scope().add(new ProducerRecord<>("out", new byte[] {'x'}), "default");
            harness.fail("a", new SeraiException(new ErrorCode(9998, ErrorCategory.TIMEOUT), "for a test"));
            succeedWith(harness, "a", "A");
            await("the transaction", () -> offsetInTransactions(harness) == 1);
            assertEquals(List.of("A"), written(harness));
        }
    }

    @Test
    void aDeadLetterIsPartOfTheTransaction() throws Exception {
        try (LoopHarness harness = harness()) {
            harness.records(P0, 0, "bad");
            harness.fail("bad", new SeraiException(new ErrorCode(9999, ErrorCategory.INVALID), "for a test"));
            await("the transaction", () -> offsetInTransactions(harness) == 1);
            assertEquals(
                    "in.dlq", harness.producers.getFirst().history().getFirst().topic());
            assertTrue(harness.letters.isEmpty());
        }
    }

    @Test
    void aResultThatComesAfterTheEndOfTheRouteIsRefused() throws Exception {
        try (LoopHarness harness = harness()) {
            harness.records(P0, 0, "a");
            var scope = harness.work("a").scope();
            harness.succeed("a");
            SeraiException late = assertThrows(
                    SeraiException.class, () -> scope.add(new ProducerRecord<>("out", new byte[0]), "default"));
            assertEquals(KafkaErrors.TOO_LATE, late.code());
        }
    }

    @Test
    void aTransactionCannotReachAnotherCluster() throws Exception {
        try (LoopHarness harness = harness()) {
            harness.records(P0, 0, "a");
            var scope = harness.work("a").scope();
            SeraiException other = assertThrows(
                    SeraiException.class, () -> scope.add(new ProducerRecord<>("out", new byte[0]), "elsewhere"));
            assertEquals(KafkaErrors.OTHER_CLUSTER, other.code());
        }
    }

    /** The first transaction makes the producer that the test then disturbs. */
    private static MockProducer<byte[], byte[]> producerOf(LoopHarness harness) throws InterruptedException {
        harness.records(P0, 0, "first");
        succeedWith(harness, "first", "FIRST");
        await("the first transaction", () -> offsetInTransactions(harness) == 1);
        return harness.producers.getFirst();
    }

    @Test
    void aCommitWhoseOutcomeIsOpenIsAskedForAgainAndNotRepeated() throws Exception {
        try (LoopHarness harness = harness()) {
            MockProducer<byte[], byte[]> producer = producerOf(harness);
            producer.commitTransactionException = new TimeoutException("for a test");
            harness.records(P0, 1, "a");
            succeedWith(harness, "a", "A");
            await("the doubt", () -> harness.loop().snapshot().state().equals("blocked"));
            harness.turns(5);
            producer.commitTransactionException = null;
            await("the transaction", () -> offsetInTransactions(harness) == 2);
            assertEquals(List.of("FIRST", "A"), written(harness));
            assertEquals(1, harness.producers.size());
        }
    }

    @Test
    void aFencedProducerIsReplacedAndNothingIsLost() throws Exception {
        try (LoopHarness harness = harness()) {
            MockProducer<byte[], byte[]> producer = producerOf(harness);
            producer.fenceProducer();
            producer.abortTransactionException = new ProducerFencedException("for a test");
            harness.records(P0, 1, "a");
            succeedWith(harness, "a", "A");
            await("the transaction of the next producer", () -> offsetInTransactions(harness) == 2);
            assertEquals(2, harness.producers.size());
            assertEquals(List.of("FIRST", "A"), written(harness));
        }
    }

    /** The producer broke in a commit: whether it happened is told by the committed offset. */
    @Test
    void anOpenOutcomeIsReadFromTheOffsetsWhereTheProducerBroke() throws Exception {
        try (LoopHarness harness = harness()) {
            MockProducer<byte[], byte[]> producer = producerOf(harness);
            producer.commitTransactionException = new TimeoutException("for a test");
            harness.records(P0, 1, "a");
            succeedWith(harness, "a", "A");
            await("the doubt", () -> harness.loop().snapshot().state().equals("blocked"));
            harness.inPoll(() -> {
                harness.client.commitSync(Map.of(P0, new OffsetAndMetadata(2)));
                producer.abortTransactionException = new ProducerFencedException("for a test");
                producer.commitTransactionException = new ProducerFencedException("for a test");
            });
            harness.records(P0, 2, "b");
            succeedWith(harness, "b", "B");
            await("the next transaction", () -> offsetInTransactions(harness) == 3);
            assertEquals(
                    List.of("B"),
                    harness.producers.getLast().history().stream()
                            .map(output -> new String(output.value(), StandardCharsets.UTF_8))
                            .toList(),
                    "A was written by the first producer");
        }
    }

    @Test
    void aResultThatTheTopicRefusesBecomesADeadLetter() throws Exception {
        try (LoopHarness harness = harness()) {
            MockProducer<byte[], byte[]> producer = producerOf(harness);
            producer.sendException = new RecordTooLargeException("for a test");
            harness.records(P0, 1, "a");
            succeedWith(harness, "a", "A");
            await("the refusal", () -> !harness.given.isEmpty());
            producer.sendException = null;
            await("the transaction", () -> offsetInTransactions(harness) == 2);
            assertEquals(
                    KafkaErrors.RECORD_REFUSED,
                    Objects.requireNonNull(harness.given.poll()).failure().code());
            assertEquals("in.dlq", producer.history().getLast().topic());
        }
    }

    @Test
    void nothingOfARevokedPartitionIsWrittenLater() throws Exception {
        try (LoopHarness harness = harness()) {
            harness.records(P0, 0, "a", "b");
            succeedWith(harness, "b", "B");
            harness.work("a");
            harness.rebalance(new TopicPartition[0]);
            harness.succeed("a");
            await("the late result", () -> harness.dropped.get() == 1);
            harness.turns(5);
            assertEquals(List.of(), written(harness));
        }
    }
}
