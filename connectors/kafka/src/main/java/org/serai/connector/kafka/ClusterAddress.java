package org.serai.connector.kafka;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster an endpoint speaks to, and how.
 *
 * @param name of the connection in {@code etc/}
 * @param brokers {@code host:port,…} instead of the connection's; null for these
 * @param options of Kafka's clients as the endpoint has them, which win over those of the connection; values may refer to
 *     secrets, and hold none
 */
public record ClusterAddress(String name, @Nullable String brokers, Map<String, String> options) {
    /** Keeps a copy of the options. */
    public ClusterAddress {
        options = Map.copyOf(options);
    }

    /** A cluster without options of the endpoint. */
    public static ClusterAddress of(String name, @Nullable String brokers) {
        return new ClusterAddress(name, brokers, Map.of());
    }

    /** For people, and to tell addresses apart: equal for equal addresses alone. */
    @Override
    public String toString() {
        String where = brokers == null ? name : name + " at " + brokers;
        return options.isEmpty() ? where : where + " with " + new TreeMap<>(options);
    }
}
