package org.serai.connector.kafka.consumer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.BodyType;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.connector.kafka.SeraiKafkaConstants;
import org.serai.connector.kafka.TraceContext;
import org.serai.delivery.ExchangeProperties;
import org.serai.engine.Residency;
import org.serai.error.SeraiException;

/** What an exchange is told of its record. Thread-safe. */
final class RecordMapping {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final char REPLACEMENT = '\uFFFD';

    private final BodyType bodyType;
    private final HeaderFilterStrategy headers;
    private final Supplier<String> clusterId;
    private final Residency residency;

    /**
     * @param clusterId of the cluster that records come from
     * @param residency where records may be worked on that have no mark
     */
    RecordMapping(BodyType bodyType, HeaderFilterStrategy headers, Supplier<String> clusterId, Residency residency) {
        this.bodyType = bodyType;
        this.headers = headers;
        this.clusterId = clusterId;
        this.residency = residency;
    }

    /** @throws SeraiException where the value is not of the endpoint's type */
    void describe(Exchange exchange, Attempt attempt) {
        ConsumerRecord<byte[], byte[]> record = attempt.record();
        attempt.from(clusterId.get());
        exchange.setProperty(ExchangeProperties.DELIVERED, attempt);
        boolean hasHeaders = record.headers().iterator().hasNext();
        Residency where = hasHeaders ? residency(record) : residency;
        if (where != Residency.ANYWHERE) {
            exchange.setProperty(ExchangeProperties.RESIDENCY, where);
        }
        if (attempt.alias() != null) {
            exchange.setProperty(ExchangeProperties.ALIAS, attempt.alias());
        }
        Message message = exchange.getIn();
        if (hasHeaders) {
            record.headers().forEach(header -> addHeader(exchange, message, header));
            TraceContext.remember(exchange);
        }
        message.setHeader(SeraiKafkaConstants.TOPIC, record.topic());
        message.setHeader(SeraiKafkaConstants.PARTITION, record.partition());
        message.setHeader(SeraiKafkaConstants.OFFSET, record.offset());
        message.setHeader(SeraiKafkaConstants.TIMESTAMP, record.timestamp());
        message.setHeader(SeraiKafkaConstants.ATTEMPT, attempt.number());
        if (record.key() != null) {
            message.setHeader(SeraiKafkaConstants.KEY, textOrBytes(record.key()));
        }
        message.setBody(body(record));
    }

    /** The strictest of what the endpoint says and the record is marked with. */
    private Residency residency(ConsumerRecord<byte[], byte[]> record) {
        Residency strictest = residency;
        for (Header mark : record.headers().headers(SeraiKafkaConstants.RESIDENCY_MARK)) {
            strictest = strictest.and(Residency.ofMark(mark.value() == null ? "" : textOrBytes(mark.value())));
        }
        return strictest;
    }

    /** Of several headers of one name the last counts, as with Kafka's {@code lastHeader}. */
    private void addHeader(Exchange exchange, Message message, Header header) {
        if (header.value() == null) {
            return;
        }
        Object value = textOrBytes(header.value());
        if (!headers.applyFilterToExternalHeaders(header.key(), value, exchange)) {
            message.setHeader(header.key(), value);
        }
    }

    private @Nullable Object body(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] value = record.value();
        if (value == null) {
            return null;
        }
        return switch (bodyType) {
            case bytes -> value;
            case string -> text(record, value);
            case json -> json(record, value);
        };
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, byte[] value) {
        try {
            return decode(value);
        } catch (CharacterCodingException e) {
            throw unreadable(record, "UTF-8 text", "send text, or read it with bodyType=bytes", e);
        }
    }

    private static Object json(ConsumerRecord<byte[], byte[]> record, byte[] value) {
        try {
            return JSON.readValue(value, Object.class);
        } catch (JacksonException e) {
            throw unreadable(
                    record, "JSON (" + e.getOriginalMessage() + ")", "send JSON, or read it with bodyType=string", e);
        } catch (IOException e) {
            throw new IllegalStateException("Reading an array cannot fail", e);
        }
    }

    private static SeraiException unreadable(
            ConsumerRecord<byte[], byte[]> record, String expected, String remedy, Exception cause) {
        return new SeraiException(
                KafkaErrors.VALUE_NOT_READABLE,
                "The value of " + record.topic() + "/" + record.partition() + "/" + record.offset() + " is not "
                        + expected + ": " + remedy + ".",
                cause);
    }

    private static Object textOrBytes(byte[] value) {
        try {
            return decode(value);
        } catch (CharacterCodingException e) {
            return value;
        }
    }

    /** Text without the sign that stands for what is no UTF-8 was UTF-8. A decoder, which knows for sure, is slower. */
    private static String decode(byte[] value) throws CharacterCodingException {
        String text = new String(value, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0
                ? text
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(value))
                        .toString();
    }
}
