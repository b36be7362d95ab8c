package org.serai.connector.kafka;

import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;

/**
 * A record that is given up.
 *
 * @param record as it was delivered
 * @param route the route that failed
 * @param failure why
 * @param attempts how often it was tried
 * @param firstTaken when this instance began to work on it
 * @param failedAt when it was given up
 * @param exchange where the route left it: headers of the {@code serai:} step, such as model digest, prompt and partial
 *     answer; null where there is none, because the process died at each attempt
 */
public record FailedRecord(
        ConsumerRecord<byte[], byte[]> record,
        String route,
        SeraiException failure,
        int attempts,
        Instant firstTaken,
        Instant failedAt,
        @Nullable Exchange exchange) {}
