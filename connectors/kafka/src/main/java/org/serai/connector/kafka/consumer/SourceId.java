package org.serai.connector.kafka.consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The name of a record all over the world as text, made when somebody asks for it: many routes never do. */
record SourceId(String clusterId, ConsumerRecord<byte[], byte[]> record) {
    @Override
    public String toString() {
        return "kafka:" + clusterId + "/" + record.topic() + "/" + record.partition() + "/" + record.offset();
    }
}
