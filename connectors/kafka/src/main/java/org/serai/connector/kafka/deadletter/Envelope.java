package org.serai.connector.kafka.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.FailedRecord;
import org.serai.delivery.ExchangeProperties;
import org.serai.engine.Prompt;

/**
 * Makes letters of failed records: key, value and headers as they were, and behind them headers that tell what happened.
 * Where a letter would be larger than its topic takes, the texts of the envelope are cut, the prompt first. The original is
 * never cut.
 */
final class Envelope {
    /** What a batch of one record needs beside keys, values and headers, at most. */
    private static final int RECORD_OVERHEAD = 128;

    /** What a header needs beside its name and value, at most: two lengths. */
    private static final int HEADER_OVERHEAD = 10;

    /** Where the {@code serai:} component leaves what it knows. */
    private static final Map<String, String> ANSWER_HEADERS = Map.of(
            LetterHeaders.ALIAS, "CamelSeraiAlias",
            LetterHeaders.MODEL, "CamelSeraiResponseModel",
            LetterHeaders.MODEL_DIGEST, "CamelSeraiDigest",
            LetterHeaders.ENGINE, "CamelSeraiEngine",
            LetterHeaders.PARAMETERS, "CamelSeraiParameters",
            LetterHeaders.FINISH_REASON, "CamelSeraiFinishReason",
            LetterHeaders.PROMPT_DIGEST, "CamelSeraiPromptDigest");

    private static final String PARTIAL_TEXT = "CamelSeraiPartialText";

    private final String topic;
    private final String group;

    /**
     * For the letters of one consumer.
     *
     * @param topic where letters go
     * @param group the consumer's group
     */
    Envelope(String topic, String group) {
        this.topic = topic;
        this.group = group;
    }

    /** @param limit the most bytes of a letter */
    ProducerRecord<byte[], byte[]> of(FailedRecord failed, int limit) {
        ConsumerRecord<byte[], byte[]> record = failed.record();
        var headers = new RecordHeaders(record.headers().toArray());
        facts(failed).forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        int room = limit - size(record, headers);
        for (Map.Entry<String, String> text : texts(failed).entrySet()) {
            room -= text.getKey().length() + HEADER_OVERHEAD;
            byte[] value = Shortening.utf8(text.getValue(), Math.max(0, room));
            headers.add(text.getKey(), value);
            room -= value.length;
        }
        return new ProducerRecord<>(
                topic, null, failed.failedAt().toEpochMilli(), record.key(), record.value(), headers);
    }

    private Map<String, String> facts(FailedRecord failed) {
        ConsumerRecord<byte[], byte[]> record = failed.record();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                LetterHeaders.ORIGINAL_HEADERS,
                Integer.toString(record.headers().toArray().length));
        facts.put(LetterHeaders.REASON, failed.failure().code().toString());
        facts.put(LetterHeaders.CATEGORY, failed.failure().code().category().name());
        facts.put(LetterHeaders.ATTEMPTS, Integer.toString(failed.attempts()));
        facts.put(LetterHeaders.ROUTE, failed.route());
        facts.put(LetterHeaders.GROUP, group);
        facts.put(LetterHeaders.TOPIC, record.topic());
        facts.put(LetterHeaders.PARTITION, Integer.toString(record.partition()));
        facts.put(LetterHeaders.OFFSET, Long.toString(record.offset()));
        facts.put(
                LetterHeaders.TIMESTAMP,
                Instant.ofEpochMilli(record.timestamp()).toString());
        facts.put(LetterHeaders.FIRST_TAKEN, failed.firstTaken().toString());
        facts.put(LetterHeaders.FAILED_AT, failed.failedAt().toString());
        @Nullable Exchange exchange = failed.exchange();
        if (exchange != null) {
            ANSWER_HEADERS.forEach((name, header) -> {
                @Nullable String value = exchange.getMessage().getHeader(header, String.class);
                if (value != null) {
                    facts.put(name, value);
                }
            });
        }
        return facts;
    }

    /** Texts of any length, the most telling first. */
    private static Map<String, String> texts(FailedRecord failed) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(LetterHeaders.MESSAGE, Objects.toString(failed.failure().getMessage(), ""));
        @Nullable Exchange exchange = failed.exchange();
        if (exchange != null) {
            @Nullable String partial = exchange.getMessage().getHeader(PARTIAL_TEXT, String.class);
            if (partial != null) {
                texts.put(LetterHeaders.PARTIAL_OUTPUT, partial);
            }
            @Nullable Prompt prompt = exchange.getProperty(ExchangeProperties.PROMPT, Prompt.class);
            if (prompt != null) {
                texts.put(LetterHeaders.PROMPT, text(prompt));
            }
        }
        return texts;
    }

    /** For people; the digest tells prompts apart. */
    private static String text(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Chat chat ->
                chat.messages().stream()
                        .map(message -> "[" + message.role() + "]\n" + message.content())
                        .collect(Collectors.joining("\n\n"));
            case Prompt.Text text -> text.text();
            case Prompt.Tokens tokens -> tokens.ids().length + " tokens: " + Arrays.toString(tokens.ids());
        };
    }

    private static int size(ConsumerRecord<byte[], byte[]> record, Headers headers) {
        int size = RECORD_OVERHEAD + length(record.key()) + length(record.value());
        for (Header header : headers) {
            size += HEADER_OVERHEAD + header.key().getBytes(StandardCharsets.UTF_8).length + length(header.value());
        }
        return size;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
