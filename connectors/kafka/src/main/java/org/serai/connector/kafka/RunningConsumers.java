package org.serai.connector.kafka;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.serai.status.StatusSource;

/** The consumers that run, as {@code serai status} shows them. Thread-safe. */
@Component(service = {RunningConsumers.class, StatusSource.class})
public final class RunningConsumers implements StatusSource {
    private final List<ConsumerFigures> consumers = new CopyOnWriteArrayList<>();

    /** A consumer started. */
    public void add(ConsumerFigures consumer) {
        consumers.add(consumer);
    }

    /** A consumer stopped. */
    public void remove(ConsumerFigures consumer) {
        consumers.remove(consumer);
    }

    /** All of them. */
    public List<ConsumerFigures> all() {
        return List.copyOf(consumers);
    }

    @Override
    public String section() {
        return "kafka";
    }

    @Override
    public List<Row> rows() {
        return consumers.stream()
                .map(ConsumerFigures::snapshot)
                .map(RunningConsumers::row)
                .toList();
    }

    private static Row row(ConsumerFigures.Snapshot consumer) {
        StringBuilder detail = new StringBuilder()
                .append("route ")
                .append(consumer.route())
                .append(", group ")
                .append(consumer.group())
                .append(": ")
                .append(consumer.partitions())
                .append(consumer.partitions() == 1 ? " partition, " : " partitions, ")
                .append(consumer.inFlight())
                .append(" in flight, lag ")
                .append(consumer.lag() < 0 ? "unknown" : Long.toString(consumer.lag()));
        if (!consumer.reason().isEmpty()) {
            detail.append("; ").append(consumer.reason());
        }
        return new Row(consumer.topic(), consumer.state(), detail.toString(), consumer.healthy());
    }
}
