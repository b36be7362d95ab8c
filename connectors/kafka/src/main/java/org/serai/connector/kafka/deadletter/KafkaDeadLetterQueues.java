package org.serai.connector.kafka.deadletter;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.connector.kafka.ClusterAddress;
import org.serai.connector.kafka.Connections;
import org.serai.connector.kafka.DeadLetterQueue;
import org.serai.connector.kafka.DeadLetterQueues;
import org.serai.connector.kafka.FailedRecord;
import org.serai.connector.kafka.RecordReplay;
import org.serai.delivery.DeadLetterRegistry;

/** Keeps an OSGi service for each dead-letter topic that a running consumer uses. */
@Component(immediate = true) // it keeps what is open
public final class KafkaDeadLetterQueues implements DeadLetterQueues {
    private final Connections connections;
    private final DeadLetterRegistry registry;
    private final Map<String, Place> places = new HashMap<>();

    /** @param registry makes letters known to those who list and replay them */
    @Activate
    public KafkaDeadLetterQueues(
            @Reference(name = "connections") Connections connections,
            @Reference(name = "registry") DeadLetterRegistry registry) {
        this.connections = connections;
        this.registry = registry;
    }

    /** Letters that are offered, and how to take them back. */
    private record Place(TopicLetters letters, Runnable takeBack) {}

    @Override
    public synchronized DeadLetterQueue open(Options options, RecordReplay replay) {
        var clients = new LetterClients(connections, options.cluster());
        Place place = places.computeIfAbsent(name(options), name -> {
            var letters = new TopicLetters(name, options.deadLetterTopic(), clients);
            return new Place(letters, registry.offer(letters));
        });
        place.letters.attach(options.route(), replay);
        return new Queue(options, replay, new LetterTopic(clients, options.topic(), options.deadLetterTopic()));
    }

    private synchronized void close(Options options, RecordReplay replay) {
        Place place = places.get(name(options));
        if (place == null) {
            return;
        }
        place.letters.detach(options.route(), replay);
        if (!place.letters.isUsed()) {
            places.remove(name(options));
            place.takeBack.run();
        }
    }

    private static String name(Options options) {
        ClusterAddress cluster = options.cluster();
        if (cluster.brokers() != null) {
            return "kafka:" + cluster.brokers() + "/" + options.deadLetterTopic();
        }
        return cluster.name().equals(Connections.DEFAULT)
                ? "kafka:" + options.deadLetterTopic()
                : "kafka:" + cluster.name() + "/" + options.deadLetterTopic();
    }

    /** The queue of one consumer. */
    private final class Queue implements DeadLetterQueue {
        private final Options options;
        private final RecordReplay replay;
        private final LetterTopic topic;
        private final Envelope envelope;

        Queue(Options options, RecordReplay replay, LetterTopic topic) {
            this.options = options;
            this.replay = replay;
            this.topic = topic;
            this.envelope = new Envelope(options.deadLetterTopic(), options.group());
        }

        @Override
        public ProducerRecord<byte[], byte[]> letter(FailedRecord failed) {
            return envelope.of(failed, topic.limit());
        }

        @Override
        public String topic() {
            return options.deadLetterTopic();
        }

        @Override
        public void close() {
            topic.close();
            KafkaDeadLetterQueues.this.close(options, replay);
        }
    }
}
