package org.serai.connector.kafka;

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
     * @param cluster where it consumes
     * @param topic what it consumes
     * @param group its consumer group
     * @param route its route
     * @param deadLetterTopic where letters go
     */
    record Options(ClusterAddress cluster, String topic, String group, String route, String deadLetterTopic) {}
}
