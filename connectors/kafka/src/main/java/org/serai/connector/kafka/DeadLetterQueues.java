package org.serai.connector.kafka;

import org.jspecify.annotations.Nullable;

/** Opens dead-letter queues for consumers. Must not wait for a broker. Thread-safe. */
public interface DeadLetterQueues {
    /**
     * Opens the queue of a consumer that starts.
     *
     * @param replay gives a record to the route again
     */
    DeadLetterQueue open(Options options, RecordReplay replay);

    /**
     * What the consumer is.
     *
     * @param connection the name of the connection, for {@link Connections}
     * @param brokers what the endpoint names instead of the connection's brokers; null for these
     * @param topic what it consumes
     * @param group its consumer group
     * @param route its route
     * @param deadLetterTopic where letters go
     */
    record Options(
            String connection,
            @Nullable String brokers,
            String topic,
            String group,
            String route,
            String deadLetterTopic) {}
}
