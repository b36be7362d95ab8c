package org.serai.connector.kafka;

import org.apache.camel.spi.Metadata;

/** The headers of records. The names are those of Camel's own {@code kafka:} component. */
public final class SeraiKafkaConstants {
    /** The topic that the record came from. */
    @Metadata(label = "consumer", description = "The topic that the record came from", javaType = "String")
    public static final String TOPIC = "CamelKafkaTopic";

    /** The partition that the record came from. */
    @Metadata(description = "The partition that the record came from", javaType = "Integer")
    public static final String PARTITION = "CamelKafkaPartition";

    /** The offset of the record. */
    @Metadata(label = "consumer", description = "The offset of the record", javaType = "Long")
    public static final String OFFSET = "CamelKafkaOffset";

    /** The timestamp of the record, in milliseconds since 1970. */
    @Metadata(
            label = "consumer",
            description = "The timestamp of the record, in milliseconds since 1970",
            javaType = "Long")
    public static final String TIMESTAMP = "CamelKafkaTimestamp";

    /** The key: of the record that was consumed, or for the record that is written. */
    @Metadata(
            description = "The key: of the record that was consumed, or for the record that is written",
            javaType = "Object")
    public static final String KEY = "CamelKafkaKey";

    /** The topic that a record goes to, instead of the endpoint's. */
    @Metadata(
            label = "producer",
            description = "The topic that a record goes to, instead of the endpoint's",
            javaType = "String")
    public static final String OVERRIDE_TOPIC = "CamelKafkaOverrideTopic";

    /** The partition that a record goes to. */
    @Metadata(label = "producer", description = "The partition that a record goes to", javaType = "Integer")
    public static final String PARTITION_KEY = "CamelKafkaPartitionKey";

    /** The timestamp that a record gets, in milliseconds since 1970. */
    @Metadata(
            label = "producer",
            description = "The timestamp that a record gets, in milliseconds since 1970",
            javaType = "Long")
    public static final String OVERRIDE_TIMESTAMP = "CamelKafkaOverrideTimestamp";

    /** How often the record was tried, this time included. */
    @Metadata(
            label = "consumer",
            description = "How often the record was tried, this time included",
            javaType = "Integer")
    public static final String ATTEMPT = "CamelSeraiKafkaAttempt";

    /**
     * The header of a record, not of an exchange, that says where the record may be worked on: {@code local-only} keeps it off
     * servers. Written to the records that come of it, too.
     */
    public static final String RESIDENCY_MARK = "serai-residency";

    private SeraiKafkaConstants() {}
}
