package org.serai.connector.kafka.producer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.connector.kafka.SeraiKafkaConstants;
import org.serai.connector.kafka.TraceContext;
import org.serai.delivery.Delivered;
import org.serai.delivery.ExchangeProperties;
import org.serai.engine.Residency;
import org.serai.error.SeraiException;

/** What record an exchange becomes. Thread-safe. */
public final class OutputMapping {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    /** Headers of the {@code serai:} step that say where an answer comes from. */
    private static final List<String> PROVENANCE = List.of(
            "Alias",
            "AliasVersion",
            "Requeued",
            "ResponseModel",
            "Digest",
            "Engine",
            "Device",
            "FinishReason",
            "PromptTokens",
            "CompletionTokens",
            "Parameters",
            "PromptDigest",
            "Replayed");

    private final String topic;
    private final HeaderFilterStrategy headers;
    private final boolean provenance;

    /** @param provenance whether records say where they come from, in headers that begin with {@code serai-} */
    public OutputMapping(String topic, HeaderFilterStrategy headers, boolean provenance) {
        this.topic = topic;
        this.headers = headers;
        this.provenance = provenance;
    }

    /** @throws SeraiException where the exchange cannot become a record */
    ProducerRecord<byte[], byte[]> record(Exchange exchange) {
        Message message = exchange.getMessage();
        return new ProducerRecord<>(
                message.getHeader(SeraiKafkaConstants.OVERRIDE_TOPIC, topic, String.class),
                message.getHeader(SeraiKafkaConstants.PARTITION_KEY, Integer.class),
                message.getHeader(SeraiKafkaConstants.OVERRIDE_TIMESTAMP, Long.class),
                bytes(exchange, "key", message.getHeader(SeraiKafkaConstants.KEY)),
                bytes(exchange, "body", message.getBody()),
                headers(exchange, message));
    }

    /** Text as UTF-8, bytes as they are, maps and lists as JSON, nothing as a tombstone, and the rest by Camel's converters. */
    private static byte @Nullable [] bytes(Exchange exchange, String part, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (value) {
            case byte[] bytes -> bytes;
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case Map<?, ?> map -> json(part, map);
            case Collection<?> list -> json(part, list);
            case JsonNode node -> json(part, node);
            case Number number -> number.toString().getBytes(StandardCharsets.UTF_8);
            case Boolean truth -> truth.toString().getBytes(StandardCharsets.UTF_8);
            default -> converted(exchange, part, value);
        };
    }

    private static byte[] json(String part, Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw notWritable(part, value, e);
        }
    }

    private static byte[] converted(Exchange exchange, String part, Object value) {
        byte @Nullable [] converted =
                exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, value);
        if (converted == null) {
            throw notWritable(part, value, null);
        }
        return converted;
    }

    private static SeraiException notWritable(String part, Object value, @Nullable Exception cause) {
        return new SeraiException(
                KafkaErrors.BODY_NOT_WRITABLE,
                "The " + part + " of the message, a " + value.getClass().getName()
                        + ", cannot be written to a record: give text, bytes, a map or a list.",
                cause);
    }

    private RecordHeaders headers(Exchange exchange, Message message) {
        RecordHeaders written = new RecordHeaders();
        Map<String, String> trace = TraceContext.of(exchange);
        message.getHeaders().forEach((name, value) -> {
            if (!trace.containsKey(name) && !headers.applyFilterToCamelHeaders(name, value, exchange)) {
                byte @Nullable [] bytes = headerBytes(value);
                if (bytes != null) {
                    written.add(name, bytes);
                }
            }
        });
        trace.forEach((name, value) -> written.add(name, value.getBytes(StandardCharsets.UTF_8)));
        Residency residency = Residency.ofMark(exchange.getProperty(ExchangeProperties.RESIDENCY))
                .and(Residency.ofMark(message.getHeader("CamelSeraiResidency")));
        if (residency == Residency.LOCAL_ONLY) {
            addTo(written, SeraiKafkaConstants.RESIDENCY_MARK, Residency.LOCAL_ONLY.wireName());
        }
        if (provenance) {
            addProvenance(exchange, message, written);
        }
        return written;
    }

    /** Other values, such as streams, mean nothing outside this process. */
    private static byte @Nullable [] headerBytes(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> bytes;
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case Number number -> number.toString().getBytes(StandardCharsets.UTF_8);
            case Boolean truth -> truth.toString().getBytes(StandardCharsets.UTF_8);
            case null, default -> null;
        };
    }

    private static void addProvenance(Exchange exchange, Message message, RecordHeaders written) {
        @Nullable Delivered delivered = exchange.getProperty(ExchangeProperties.DELIVERED, Delivered.class);
        if (delivered != null) {
            addTo(written, "serai-source", delivered.sourceId().orElse(null));
            addTo(written, "serai-content-digest", delivered.contentDigest());
        }
        for (String name : PROVENANCE) {
            addTo(
                    written,
                    "serai-" + WORDS.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT),
                    message.getHeader("CamelSerai" + name));
        }
    }

    private static void addTo(RecordHeaders written, String name, @Nullable Object value) {
        if (value != null) {
            written.add(name, value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
