package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.DeadLetterQueue;
import org.serai.connector.kafka.DeadLetterQueues;
import org.serai.connector.kafka.FailedRecord;
import org.serai.connector.kafka.RunningConsumers;
import org.serai.connector.kafka.producer.SharedProducers;
import org.serai.delivery.RouteCapacity.Room;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lives from a consumer's start to its stop: the polling thread, the dead-letter queue, a sender for letters. */
public final class ConsumerSession {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerSession.class);

    /** Records at once where the route asks no alias whose slots could be counted. */
    private static final int DEFAULT_IN_FLIGHT = 16;

    private final RunningConsumers running;
    private final SharedProducers.Sender sender;
    private final DeadLetterQueue deadLetters;
    private final Replayer replayer;
    private final ConsumerLoop loop;
    private final Thread thread;

    private ConsumerSession(
            RunningConsumers running,
            SharedProducers.Sender sender,
            DeadLetterQueue deadLetters,
            Replayer replayer,
            ConsumerLoop loop) {
        this.running = running;
        this.sender = sender;
        this.deadLetters = deadLetters;
        this.replayer = replayer;
        this.loop = loop;
        this.thread = Thread.ofPlatform()
                .name("serai-kafka-" + loop.snapshot().route())
                .unstarted(loop);
    }

    /**
     * Starts to consume.
     *
     * @param sender of the consumer's cluster; the session closes it
     * @param threads runs routes; each task may take as long as it takes
     */
    public static ConsumerSession start(
            SeraiKafkaConsumer consumer,
            ConsumerOptions options,
            ConsumerServices services,
            ClientFactory clients,
            HeaderFilterStrategy headers,
            SharedProducers.Sender sender,
            Executor threads) {
        RouteEntry route = new RouteEntry(
                consumer,
                consumer.getAsyncProcessor(),
                new RecordMapping(options.bodyType(), headers, clients::clusterId, options.residency()),
                consumer.getRouteId());
        Replayer replayer = new Replayer(route, options, clients, sender);
        DeadLetterQueue deadLetters = services.deadLetters()
                .open(
                        new DeadLetterQueues.Options(
                                options.cluster(),
                                options.topic(),
                                options.group(),
                                consumer.getRouteId(),
                                options.deadLetterTopic()),
                        replayer);
        ConsumerLoop loop = new ConsumerLoop(
                options,
                clients,
                limit(consumer.getRouteId(), options, services),
                route,
                new Letters(deadLetters, sender),
                threads,
                services.meters());
        ConsumerSession session = new ConsumerSession(services.running(), sender, deadLetters, replayer, loop);
        services.running().add(loop);
        session.thread.start();
        return session;
    }

    private static InFlightLimit limit(String route, ConsumerOptions options, ConsumerServices services) {
        if (options.maxInFlight() > 0) {
            return InFlightLimit.fixed(options.maxInFlight());
        }
        return inFlight -> Optional.ofNullable(services.capacity())
                .flatMap(capacity -> capacity.room(route, inFlight))
                .orElseGet(() -> Room.upTo(DEFAULT_IN_FLIGHT, inFlight));
    }

    /** Whether new work is begun. */
    void accepting(boolean accepting) {
        loop.accepting(accepting);
    }

    int inFlight() {
        return loop.snapshot().inFlight();
    }

    /**
     * Ends, and returns when the polling thread has left the group.
     *
     * @param limit how long to wait for that
     */
    void stop(Duration limit) throws InterruptedException {
        deadLetters.close();
        loop.stop();
        try {
            if (!thread.join(limit)) {
                LOG.warn("{} still leaves its group; what it has not committed is worked on again.", thread.getName());
            }
        } finally {
            running.remove(loop);
            replayer.close();
            sender.close();
        }
    }

    /** Letters by the dead-letter queue and the consumer's own sender. */
    private record Letters(DeadLetterQueue queue, SharedProducers.Sender sender) implements LetterWriter {
        @Override
        public ProducerRecord<byte[], byte[]> letter(FailedRecord failed) {
            return queue.letter(failed);
        }

        /** Kafka's client may wait for what it must know of the topic, which the polling thread cannot. */
        @Override
        public void write(ProducerRecord<byte[], byte[]> letter, Consumer<@Nullable Exception> done) {
            Thread.ofVirtual().start(() -> {
                try {
                    sender.send(letter, (metadata, failure) -> done.accept(failure));
                } catch (RuntimeException e) {
                    done.accept(e);
                }
            });
        }
    }
}
