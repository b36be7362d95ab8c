package org.serai.connector.kafka.throughput;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.connector.kafka.Clients;
import org.serai.connector.kafka.Connections;
import org.serai.connector.kafka.ConsumerFigures;
import org.serai.connector.kafka.RunningConsumers;
import org.serai.connector.kafka.throughput.TopicArrivals.Counted;
import org.serai.delivery.Throughput;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what comes to the routes that consume topics: their share, by the partitions that they have. */
@Component
public final class KafkaThroughput implements Throughput {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaThroughput.class);

    private final Connections connections;
    private final RunningConsumers consumers;

    @Activate
    public KafkaThroughput(
            @Reference(name = "connections") Connections connections,
            @Reference(name = "consumers") RunningConsumers consumers) {
        this.connections = connections;
        this.consumers = consumers;
    }

    @Override
    public Optional<Arrival> arrival(String route) {
        return consumers.all().stream()
                .map(ConsumerFigures::snapshot)
                .filter(consumer -> consumer.route().equals(route))
                .findFirst()
                .flatMap(this::ask);
    }

    private Optional<Arrival> ask(ConsumerFigures.Snapshot consumer) {
        try (Admin admin = Clients.create(
                () -> Admin.create(connections.properties(consumer.cluster(), Connections.Client.ADMIN)))) {
            Counted counted = new TopicArrivals(admin).count(consumer.topic(), consumer.group(), Instant.now());
            double share = (double) consumer.partitions() / Math.max(1, counted.partitions());
            return Optional.of(new Arrival(
                    "topic " + consumer.topic(),
                    share * counted.records() / counted.window().toSeconds(),
                    counted.window(),
                    Math.round(share * counted.waiting())));
        } catch (ExecutionException | KafkaException | SeraiException e) {
            LOG.info("What comes to topic {} cannot be told: {}", consumer.topic(), e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
