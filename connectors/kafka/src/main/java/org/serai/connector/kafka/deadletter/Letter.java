package org.serai.connector.kafka.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.serai.delivery.DeadLetter;

/**
 * A record of a dead-letter topic that holds a letter.
 *
 * @param record as it is in the topic
 * @param originalHeaders how many of its headers, from the first, are the original's
 */
record Letter(ConsumerRecord<byte[], byte[]> record, int originalHeaders) {
    /** The letter in a record; empty where it holds none, but a mark or something that others wrote. */
    static Optional<Letter> in(ConsumerRecord<byte[], byte[]> record) {
        @Nullable String count = value(record, LetterHeaders.ORIGINAL_HEADERS);
        if (count == null || value(record, LetterHeaders.REASON) == null) {
            return Optional.empty();
        }
        try {
            var letter = new Letter(record, Integer.parseInt(count));
            int all = record.headers().toArray().length;
            return letter.originalHeaders >= 0 && letter.originalHeaders < all ? Optional.of(letter) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The id of the letter that is done with, where the record says so of one. */
    static Optional<String> doneIn(ConsumerRecord<byte[], byte[]> record) {
        boolean isLetter = record.headers().lastHeader(LetterHeaders.ORIGINAL_HEADERS) != null;
        return isLetter ? Optional.empty() : Optional.ofNullable(value(record, LetterHeaders.DONE));
    }

    /** Names the letter within its topic. */
    String id() {
        return record.partition() + "-" + record.offset();
    }

    String route() {
        return text(LetterHeaders.ROUTE);
    }

    Instant failedAt() {
        try {
            return Instant.parse(text(LetterHeaders.FAILED_AT));
        } catch (DateTimeParseException e) {
            return Instant.ofEpochMilli(record.timestamp());
        }
    }

    /** What the letter is to the world outside of this connector. */
    DeadLetter describe() {
        byte @Nullable [] value = record.value();
        return new DeadLetter(
                id(),
                text(LetterHeaders.TOPIC),
                route(),
                failedAt(),
                text(LetterHeaders.REASON),
                text(LetterHeaders.CATEGORY),
                text(LetterHeaders.MESSAGE),
                number(LetterHeaders.ATTEMPTS).intValue(),
                details(),
                value == null ? new byte[0] : value);
    }

    /** The record that failed, as it was delivered. */
    ConsumerRecord<byte[], byte[]> original() {
        Header[] headers = record.headers().toArray();
        return new ConsumerRecord<>(
                text(LetterHeaders.TOPIC),
                number(LetterHeaders.PARTITION).intValue(),
                number(LetterHeaders.OFFSET).longValue(),
                timestamp(),
                TimestampType.CREATE_TIME,
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                record.value(),
                new RecordHeaders(Arrays.copyOf(headers, originalHeaders)),
                Optional.empty());
    }

    /** The record that says that the letter is done with. It lies in the letter's partition, and so behind it. */
    ProducerRecord<byte[], byte[]> doneMark() {
        byte[] id = id().getBytes(StandardCharsets.UTF_8);
        var mark = new ProducerRecord<byte[], byte[]>(record.topic(), record.partition(), id, null);
        mark.headers().add(LetterHeaders.DONE, id);
        return mark;
    }

    private long timestamp() {
        try {
            return Instant.parse(text(LetterHeaders.TIMESTAMP)).toEpochMilli();
        } catch (DateTimeParseException e) {
            return record.timestamp();
        }
    }

    /** What has no place of its own in a {@link DeadLetter}, by the headers' names without their prefix; the key too. */
    private Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        if (record.key() != null) {
            details.put("key", new String(record.key(), StandardCharsets.UTF_8));
        }
        Header[] headers = record.headers().toArray();
        for (int i = 0; i < headers.length; i++) {
            String name = headers[i].key();
            String value = text(headers[i]);
            if (i < originalHeaders) {
                details.put("header." + name, value);
            } else if (name.startsWith(LetterHeaders.PREFIX)) {
                details.put(name.substring(LetterHeaders.PREFIX.length()), value);
            }
        }
        for (String shown : new String[] {"reason", "category", "message", "attempts", "route", "failed-at"}) {
            details.remove(shown);
        }
        return details;
    }

    private Number number(String header) {
        try {
            return Long.valueOf(text(header));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private String text(String header) {
        @Nullable String value = value(record, header);
        return value == null ? "" : value;
    }

    /** The last header of the name: an original one of the same name comes before the envelope's. */
    private static @Nullable String value(ConsumerRecord<byte[], byte[]> record, String header) {
        @Nullable Header found = record.headers().lastHeader(header);
        return found == null ? null : text(found);
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
