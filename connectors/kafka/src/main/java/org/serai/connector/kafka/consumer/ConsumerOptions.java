package org.serai.connector.kafka.consumer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.BodyType;
import org.serai.connector.kafka.ClusterAddress;
import org.serai.delivery.Backoff;
import org.serai.engine.Residency;

/**
 * What the endpoint says about its consumer.
 *
 * @param cluster where it is consumed
 * @param topic what is consumed
 * @param group the consumer group
 * @param groupInstanceId for static membership; null for none
 * @param startAt {@code earliest}, {@code latest} or {@code none}: where a group begins that has no offset
 * @param bodyType what the body is
 * @param order which records are worked on one after the other
 * @param maxInFlight the most records at once; 0 for the free slots of the route's aliases
 * @param maxAhead the most records of a partition between the committed offset and the last one that was fetched
 * @param exactlyOnce whether outputs and offsets are written in one transaction
 * @param commitInterval how long finished records may wait for their commit
 * @param revokeTimeout how long records under way may take to finish when their partition goes
 * @param maxAttempts how often a record is tried
 * @param retried which failures are worth another attempt
 * @param backoff how long it waits in between
 * @param deadLetterTopic where records go that are given up
 * @param residency where records may be worked on that have no mark
 */
public record ConsumerOptions(
        ClusterAddress cluster,
        String topic,
        String group,
        @Nullable String groupInstanceId,
        String startAt,
        BodyType bodyType,
        RecordOrder order,
        int maxInFlight,
        int maxAhead,
        boolean exactlyOnce,
        Duration commitInterval,
        Duration revokeTimeout,
        int maxAttempts,
        RetriedFailures retried,
        Backoff backoff,
        String deadLetterTopic,
        Residency residency) {}
