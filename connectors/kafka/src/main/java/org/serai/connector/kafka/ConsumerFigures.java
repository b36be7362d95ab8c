package org.serai.connector.kafka;

/** A running consumer as others may see it. Thread-safe. */
public interface ConsumerFigures {
    /** Which consumer it is, and how it is, at the moment. */
    Snapshot snapshot();

    /**
     * How a consumer is.
     *
     * @param route its route
     * @param cluster what it consumes from
     * @param topic what it consumes
     * @param group its consumer group
     * @param state in a word, such as {@code running}
     * @param reason why it is not well, or waits; may be empty
     * @param healthy false where the operator should look at it
     * @param partitions how many are assigned to it
     * @param inFlight records that are worked on
     * @param fetched records between the committed offsets and the last ones that were fetched
     * @param lag records of its partitions that are not finished; -1 where it is not known
     */
    record Snapshot(
            String route,
            ClusterAddress cluster,
            String topic,
            String group,
            String state,
            String reason,
            boolean healthy,
            int partitions,
            int inFlight,
            int fetched,
            long lag) {}
}
