package org.serai.connector.kafka;

import org.apache.camel.support.DefaultHeaderFilterStrategy;

/**
 * Which headers cross the border: all but those by which Camel, Serai and this connector steer, in either direction.
 * Nothing that came over the wire can choose a model, a prompt or a topic.
 */
public final class KafkaHeaders extends DefaultHeaderFilterStrategy {
    private static final String[] OURS = {"camel", "serai", "kafka.", "org.apache.camel."};

    /** The strategy of endpoints that name none. */
    public KafkaHeaders() {
        setLowerCase(true);
        setInFilterStartsWith(OURS);
        setOutFilterStartsWith(OURS);
    }
}
