package org.serai.connector.kafka;

import java.util.Map;

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
     * @param cluster which one; where no connection is configured, brokers alone are enough for {@link #DEFAULT}
     * @throws org.serai.error.SeraiException where there is no such connection, an option cannot be, or a secret cannot be
     *     read
     */
    Map<String, Object> properties(ClusterAddress cluster, Client client);

    /**
     * Checks the options that an endpoint has of its own as those of a file are checked, without asking a broker or reading
     * a secret.
     *
     * @throws org.serai.error.SeraiException that names what cannot be
     */
    void check(ClusterAddress cluster);

    /**
     * Grows whenever {@link #properties} may answer another thing for the connection than before, because its file changed.
     * Quick.
     */
    long version(String connection);

    /** Kinds of clients. */
    enum Client {
        CONSUMER,
        PRODUCER,
        ADMIN
    }
}
