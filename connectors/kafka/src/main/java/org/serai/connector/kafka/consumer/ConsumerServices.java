package org.serai.connector.kafka.consumer;

import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.ConsumerMeters;
import org.serai.connector.kafka.DeadLetterQueues;
import org.serai.connector.kafka.RunningConsumers;
import org.serai.delivery.RouteCapacity;

/**
 * What a consumer uses of its surroundings.
 *
 * @param capacity knows how much the route can begin; null where nobody does
 * @param deadLetters makes its dead-letter queue
 * @param meters makes its meters
 * @param running is told that it runs
 */
public record ConsumerServices(
        @Nullable RouteCapacity capacity,
        DeadLetterQueues deadLetters,
        ConsumerMeters.Factory meters,
        RunningConsumers running) {}
