package org.serai.connector.kafka;

import org.apache.kafka.common.TopicPartition;

/**
 * Counts how often records were tried. The counts live outside this process, in the metadata of the group's committed
 * offsets: the consumer commits {@link #metadata} before the work on a record begins, so that an attempt which ends with
 * the process counts too, here and on whatever instance gets the partition next. One for each consumer; confined to its
 * polling thread.
 */
public interface Attempts {
    /**
     * Takes over the counts of a partition that was assigned.
     *
     * @param metadata of the committed offset; empty where there is none. Text that was not written by {@link #metadata} is
     *     taken for none
     */
    void restore(TopicPartition partition, String metadata);

    /** Forgets a partition that is no longer assigned; its counts stay in the committed metadata. */
    void drop(TopicPartition partition);

    /** Counts an attempt that is about to begin, and answers its number: 1 for the first. */
    int begin(TopicPartition partition, long offset);

    /** Takes back a {@link #begin} whose record was not touched. */
    void withdraw(TopicPartition partition, long offset);

    /** The attempt ended with a failure; the count stays. */
    void failed(TopicPartition partition, long offset);

    /** The record is finished, well or as a dead letter. */
    void finished(TopicPartition partition, long offset);

    /** How often the record was tried, by anyone; 0 where it is new. */
    int count(TopicPartition partition, long offset);

    /** How many of these attempts began and never ended, because their process died. */
    int crashes(TopicPartition partition, long offset);

    /**
     * What is committed with an offset of the partition. At most 4,000 bytes of ASCII (brokers take 4,096); where the counts of
     * many records differ, neighbours are taken together, with the smallest count of them, so that none is given up early.
     *
     * @param committed the offset that it is committed with; counts of earlier records are forgotten
     */
    String metadata(TopicPartition partition, long committed);
}
