package org.serai.connector.kafka;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka clusters that {@code etc/} names, and how clients reach them. An OSGi service; thread-safe. What is returned
 * holds secrets: it is given to Kafka's clients and to nobody else.
 */
public interface Connections {
    /** The name of the connection of an endpoint that names none. */
    String DEFAULT = "default";

    /**
     * Every option of Kafka's clients, by Kafka's own names, that is configured for a kind of client of the connection,
     * {@code bootstrap.servers} included.
     *
     * @param connection a name from {@code etc/}
     * @param brokers {@code host:port,…} instead of the connection's; null for these. Where no connection is configured, the
     *     brokers alone are enough for {@link #DEFAULT}
     * @throws org.serai.error.SeraiException where there is no such connection, or a secret cannot be read
     */
    Map<String, Object> properties(String connection, @Nullable String brokers, Client client);

    /** Kinds of clients. */
    enum Client {
        CONSUMER,
        PRODUCER,
        ADMIN
    }

    /** An OSGi service (whiteboard) that hears when a connection comes, changes or goes. Must not block. */
    @FunctionalInterface
    interface Listener {
        /**
         * What {@link #properties} answers for the connection may be another thing now.
         *
         * @param connection its name
         */
        void connectionChanged(String connection);
    }
}
