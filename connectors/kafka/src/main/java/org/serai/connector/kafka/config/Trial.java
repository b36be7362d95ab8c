package org.serai.connector.kafka.config;

import java.util.Map;
import java.util.function.Function;
import org.serai.connector.kafka.Connections.Client;

/** Tries the configuration of a cluster out, before those who work by the former one are asked to change. */
@FunctionalInterface
interface Trial {
    /**
     * Returns when clients could be made and a broker answered.
     *
     * @param properties of each kind of client
     * @throws RuntimeException why that cannot be, at the moment
     */
    void run(Function<Client, Map<String, Object>> properties) throws InterruptedException;
}
