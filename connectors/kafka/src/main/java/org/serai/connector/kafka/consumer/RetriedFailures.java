package org.serai.connector.kafka.consumer;

/** Which failures of a record are worth another attempt. The names are values of an option. */
public enum RetriedFailures {
    /** Those that can pass. What an unchanged record would meet again makes it a dead letter at once. */
    passing,
    /** All of them. */
    all
}
