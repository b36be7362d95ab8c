package org.serai.connector.kafka.consumer;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasService;
import org.serai.connector.kafka.ConsumerMeters;
import org.serai.connector.kafka.DeadLetterQueues;
import org.serai.connector.kafka.RunningConsumers;

/**
 * What a consumer uses of its surroundings.
 *
 * @param aliases asked again and again, since it comes and goes; null while there is none
 * @param deadLetters makes its dead-letter queue
 * @param meters makes its meters
 * @param running is told that it runs
 */
public record ConsumerServices(
        Supplier<@Nullable AliasService> aliases,
        DeadLetterQueues deadLetters,
        ConsumerMeters.Factory meters,
        RunningConsumers running) {}
