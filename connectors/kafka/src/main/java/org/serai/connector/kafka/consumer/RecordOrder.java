package org.serai.connector.kafka.consumer;

/** Which records are worked on one after the other. The names are values of an option. */
public enum RecordOrder {
    /** Those of a partition. */
    partition,
    /** Those of a partition with the same key; records without a key wait for none. */
    key,
    /** None. */
    none
}
