package org.serai.connector.kafka.component;

/** Where a group begins that has no committed offset. The names are values of an option. */
public enum StartAt {
    /** With the oldest record that the topic has. */
    earliest,
    /** With what is written after the group's first start. */
    latest,
    /** Nowhere: the consumer fails, and says so. */
    none
}
