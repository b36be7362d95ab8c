package org.serai.connector.kafka.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.connector.kafka.ConsumerFigures;
import org.serai.connector.kafka.ConsumerMeters;
import org.serai.error.ErrorCode;

/** Shows consumers in a meter registry, for as long as they run. Is there only where a registry is. */
@Component
public final class MicrometerMeters implements ConsumerMeters.Factory {
    private final MeterRegistry registry;

    /** @param registry shared with the rest of the runtime */
    @Activate
    public MicrometerMeters(@Reference MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public ConsumerMeters open(ConsumerFigures figures) {
        return new OfConsumer(registry, figures);
    }

    /** The meters of one consumer. */
    private static final class OfConsumer implements ConsumerMeters {
        private final MeterRegistry registry;
        private final String topic;
        private final String route;
        private final Tags tags;
        private final List<Meter> gauges;
        private final Counter finished;
        private final Counter failed;
        private final Counter dropped;
        private final Timer commits;

        OfConsumer(MeterRegistry registry, ConsumerFigures figures) {
            this.registry = registry;
            ConsumerFigures.Snapshot consumer = figures.snapshot();
            this.topic = consumer.topic();
            this.route = consumer.route();
            this.tags = Tags.of("topic", consumer.topic(), "group", consumer.group(), "route", consumer.route());
            this.gauges = List.of(
                    gauge(
                            "serai.kafka.lag",
                            "Records of the assigned partitions that are not finished",
                            figures,
                            now -> now.lag() < 0 ? Double.NaN : now.lag()),
                    gauge(
                            "serai.kafka.in.flight",
                            "Records that are worked on",
                            figures,
                            ConsumerFigures.Snapshot::inFlight),
                    gauge(
                            "serai.kafka.fetched",
                            "Records between the committed offsets and the last fetched ones",
                            figures,
                            ConsumerFigures.Snapshot::fetched),
                    gauge(
                            "serai.kafka.partitions",
                            "Assigned partitions",
                            figures,
                            ConsumerFigures.Snapshot::partitions));
            this.finished = counter("serai.kafka.records", "Records that are finished, well or as a dead letter");
            this.failed = counter("serai.kafka.failed.attempts", "Attempts that failed");
            this.dropped = counter("serai.kafka.dropped", "Results that came after their partition had gone");
            this.commits = Timer.builder("serai.kafka.commit")
                    .description("How long commits of offsets and transactions take")
                    .tags(tags)
                    .publishPercentileHistogram()
                    .register(registry);
        }

        private Gauge gauge(
                String name,
                String description,
                ConsumerFigures figures,
                ToDoubleFunction<ConsumerFigures.Snapshot> figure) {
            return Gauge.builder(name, figures, consumer -> figure.applyAsDouble(consumer.snapshot()))
                    .description(description)
                    .tags(tags)
                    .register(registry);
        }

        private Counter counter(String name, String description) {
            return Counter.builder(name).description(description).tags(tags).register(registry);
        }

        @Override
        public void finished() {
            finished.increment();
        }

        @Override
        public void failed() {
            failed.increment();
        }

        @Override
        public void dropped() {
            dropped.increment();
        }

        @Override
        public void deadLetter(ErrorCode reason) {
            Counter.builder("serai.dead.letters")
                    .description("Pieces of work that were given up")
                    .tag("source", "kafka:" + topic)
                    .tag("route", route)
                    .tag("reason", reason.toString())
                    .tag("category", reason.category().name())
                    .register(registry)
                    .increment();
        }

        @Override
        public void committed(Duration took) {
            commits.record(took);
        }

        /** Counters stay, since a route that starts again goes on counting. */
        @Override
        public void close() {
            gauges.forEach(registry::remove);
        }
    }
}
