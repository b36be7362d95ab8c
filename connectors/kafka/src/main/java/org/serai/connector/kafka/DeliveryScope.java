package org.serai.connector.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.serai.delivery.Delivered;

/** The delivery that an exchange works on, as the producers of its route see it. Thread-safe. */
public interface DeliveryScope extends Delivered {
    /**
     * Fails where the record's partition belongs to another member of the group by now, so that what comes late is not
     * written.
     *
     * @throws org.serai.error.SeraiException with {@link KafkaErrors#FENCED}
     */
    void requireOwned();

    /** True where what the route produces is written in one transaction with the record's offset. */
    boolean isTransactional();

    /**
     * Adds a record to the delivery's transaction. It is written once the route ended well and all earlier records of the
     * partition are finished.
     *
     * @param cluster where it is to go, as a {@link ClusterAddress} is written
     * @throws org.serai.error.SeraiException where the cluster is another, or the delivery is over
     */
    void add(ProducerRecord<byte[], byte[]> output, String cluster);
}
