package org.serai.connector.kafka.deadletter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.serai.connector.kafka.FailedRecord;
import org.serai.delivery.DeadLetter;
import org.serai.delivery.ExchangeProperties;
import org.serai.engine.Message;
import org.serai.engine.Prompt;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

class EnvelopeTest {
    private static final int ROOMY = 1 << 20;
    private static final Instant SENT = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant FAILED = Instant.parse("2026-03-01T08:05:00Z");

    private final Envelope envelope = new Envelope("orders.dlq", "group-1");

    @Test
    void theOriginalComesThroughUntouchedAndTheEnvelopeTellsTheRest() {
        var record = record(new byte[] {0, (byte) 0xff}, bytes("document"));
        record.headers().add("traceparent", bytes("00-ab-cd-01")).add("empty", null);
        Letter letter = delivered(envelope.of(failed(record, exchange()), ROOMY));

        ConsumerRecord<byte[], byte[]> original = letter.original();
        assertEquals("orders", original.topic());
        assertEquals(3, original.partition());
        assertEquals(17, original.offset());
        assertEquals(SENT.toEpochMilli(), original.timestamp());
        assertArrayEquals(record.key(), original.key());
        assertArrayEquals(record.value(), original.value());
        assertEquals(record.headers(), original.headers());

        DeadLetter told = letter.describe();
        assertEquals("0-5", told.id());
        assertEquals("orders", told.origin());
        assertEquals("classify", told.route());
        assertEquals(FAILED, told.failedAt());
        assertEquals("SERAI-9900", told.reason());
        assertEquals("TIMEOUT", told.category());
        assertEquals("SERAI-9900: too slow", told.message());
        assertEquals(3, told.attempts());
        assertArrayEquals(bytes("document"), told.content());
        assertEquals("17", told.details().get("offset"));
        assertEquals("group-1", told.details().get("group"));
        assertEquals("sha256:model", told.details().get("model-digest"));
        assertEquals("sha256:prompt", told.details().get("prompt-digest"));
        assertEquals(
                "[system]\nBe short.\n\n[user]\nWhat is it?", told.details().get("prompt"));
        assertEquals("It is a", told.details().get("partial-output"));
        assertEquals("00-ab-cd-01", told.details().get("header.traceparent"));
    }

    @Test
    void aRecordWithoutKeyAndValueStaysOne() {
        Letter letter = delivered(envelope.of(failed(record(null, null), null), ROOMY));
        assertNull(letter.original().key());
        assertNull(letter.original().value());
        assertEquals(0, letter.describe().content().length);
    }

    @Test
    void aLetterThatFailsAgainElsewhereKeepsItsFirstEnvelope() {
        Letter first = delivered(envelope.of(failed(record(bytes("k"), bytes("v")), null), ROOMY));
        var asRecord = first.record();
        Letter second = delivered(new Envelope("orders.dlq.dlq", "group-2").of(failed(asRecord, null), ROOMY));
        assertEquals("group-2", second.describe().details().get("group"));
        assertEquals(asRecord.headers(), second.original().headers());
        assertEquals(
                "group-1",
                Letter.in(second.original()).orElseThrow().describe().details().get("group"));
    }

    @Test
    void headersOfAStrangerMakeNoLetterAndNoMark() {
        var record = record(bytes("k"), bytes("v"));
        assertTrue(Letter.in(record).isEmpty());
        record.headers().add(LetterHeaders.ORIGINAL_HEADERS, bytes("9")).add(LetterHeaders.REASON, bytes("SERAI-1"));
        assertTrue(Letter.in(record).isEmpty());
    }

    @Test
    void aLetterWithTheHeaderOfAMarkIsStillALetter() {
        var record = record(bytes("k"), bytes("v"));
        record.headers().add(LetterHeaders.DONE, bytes("0-5"));
        Letter letter = delivered(envelope.of(failed(record, null), ROOMY));
        assertTrue(Letter.doneIn(letter.record()).isEmpty());
    }

    @Test
    void nearTheLimitOnlyTextsOfTheEnvelopeAreCut() {
        byte[] value = new byte[ROOMY - 2000];
        Arrays.fill(value, (byte) 7);
        Exchange exchange = exchange();
        exchange.setProperty(ExchangeProperties.PROMPT, new Prompt.Text("p".repeat(5000)));
        var record = record(bytes("k"), value);
        ProducerRecord<byte[], byte[]> sent = envelope.of(failed(record, exchange), ROOMY);

        assertArrayEquals(value, sent.value());
        DeadLetter told = delivered(sent).describe();
        assertEquals("SERAI-9900: too slow", told.message());
        assertEquals("It is a", told.details().get("partial-output"));
        assertTrue(
                String.valueOf(told.details().get("prompt")).matches("p+… \\[cut here; it has 5000 bytes]"),
                () -> told.details().get("prompt"));
        assertTrue(size(sent) <= ROOMY, () -> size(sent) + " bytes");
        assertTrue(size(sent) > ROOMY - 300, () -> "room is left: " + size(sent));
    }

    @Test
    void aLimitThatTheOriginalAloneReachesLeavesItWhole() {
        byte[] value = new byte[ROOMY];
        ProducerRecord<byte[], byte[]> sent = envelope.of(failed(record(bytes("k"), value), exchange()), ROOMY);
        assertArrayEquals(value, sent.value());
        assertEquals("", delivered(sent).describe().message());
        assertEquals("SERAI-9900", delivered(sent).describe().reason());
    }

    private static int size(ProducerRecord<byte[], byte[]> record) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                (byte) 2,
                CompressionType.NONE,
                record.key(),
                record.value(),
                record.headers().toArray());
    }

    private static FailedRecord failed(ConsumerRecord<byte[], byte[]> record, @Nullable Exchange exchange) {
        var failure = new SeraiException(new ErrorCode(9900, ErrorCategory.TIMEOUT), "too slow");
        return new FailedRecord(record, "classify", failure, 3, SENT, FAILED, exchange);
    }

    private static Exchange exchange() {
        var exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader("CamelSeraiDigest", "sha256:model");
        exchange.getMessage().setHeader("CamelSeraiPromptDigest", "sha256:prompt");
        exchange.getMessage().setHeader("CamelSeraiPartialText", "It is a");
        exchange.setProperty(
                ExchangeProperties.PROMPT,
                new Prompt.Chat(
                        java.util.List.of(new Message("system", "Be short."), new Message("user", "What is it?"))));
        return exchange;
    }

    private static ConsumerRecord<byte[], byte[]> record(byte @Nullable [] key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                "orders",
                3,
                17,
                SENT.toEpochMilli(),
                TimestampType.CREATE_TIME,
                -1,
                -1,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    /** As a consumer of the dead-letter topic would see it. */
    private static Letter delivered(ProducerRecord<byte[], byte[]> sent) {
        Headers headers = new RecordHeaders(sent.headers().toArray());
        var record = new ConsumerRecord<byte[], byte[]>(
                sent.topic(),
                0,
                5,
                FAILED.toEpochMilli(),
                TimestampType.CREATE_TIME,
                -1,
                -1,
                sent.key(),
                sent.value(),
                headers,
                Optional.empty());
        return Letter.in(record).orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
