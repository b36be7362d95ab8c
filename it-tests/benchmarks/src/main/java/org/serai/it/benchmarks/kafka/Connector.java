package org.serai.it.benchmarks.kafka;

import java.util.List;

/**
 * How a connector is asked for the same thing.
 *
 * @param name for the table
 * @param consumer the URI to consume from; {@code %1$s} is the topic, {@code %2$s} the group
 * @param producer the URI to write to; {@code %1$s} is the topic
 */
record Connector(String name, String consumer, String producer) {
    String from(String topic, String group) {
        return consumer.formatted(topic, group);
    }

    String to(String topic) {
        return producer.formatted(topic);
    }

    /** The connectors that are compared, with their defaults but for what both need to read the same. */
    static List<Connector> all(String brokers) {
        return List.of(
                new Connector(
                        "camel-kafka",
                        "kafka:%1$s?groupId=%2$s&autoOffsetReset=earliest&brokers=" + brokers,
                        "kafka:%1$s?brokers=" + brokers),
                serai("partition", "", brokers),
                serai("key", "", brokers),
                serai("none", "", brokers),
                serai("key, exactly once", "&exactlyOnce=true", brokers));
    }

    private static Connector serai(String mode, String more, String brokers) {
        String order = mode.replaceFirst(",.*", "");
        return new Connector(
                "serai-kafka, order " + mode,
                "serai-kafka:%1$s?group=%2$s&order=" + order + more + "&brokers=" + brokers,
                "serai-kafka:%1$s?brokers=" + brokers);
    }
}
