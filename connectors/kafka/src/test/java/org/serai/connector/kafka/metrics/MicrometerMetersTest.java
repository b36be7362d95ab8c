package org.serai.connector.kafka.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.serai.connector.kafka.ClusterAddress;
import org.serai.connector.kafka.ConsumerFigures;
import org.serai.connector.kafka.ConsumerMeters;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

class MicrometerMetersTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong lag = new AtomicLong(7);

    private ConsumerMeters open() {
        return new MicrometerMeters(registry).open(this::snapshot);
    }

    private ConsumerFigures.Snapshot snapshot() {
        return new ConsumerFigures.Snapshot(
                "route",
                ClusterAddress.of("default", null),
                "letters",
                "group",
                "running",
                "",
                true,
                3,
                2,
                5,
                lag.get());
    }

    private double gauge(String name) {
        return registry.get(name)
                .tags("topic", "letters", "group", "group", "route", "route")
                .gauge()
                .value();
    }

    @Test
    void figuresAreThoseOfTheMoment() {
        try (ConsumerMeters _ = open()) {
            assertEquals(7, gauge("serai.kafka.lag"));
            assertEquals(2, gauge("serai.kafka.in.flight"));
            assertEquals(5, gauge("serai.kafka.fetched"));
            assertEquals(3, gauge("serai.kafka.partitions"));
            lag.set(11);
            assertEquals(11, gauge("serai.kafka.lag"));
            lag.set(-1);
            assertTrue(Double.isNaN(gauge("serai.kafka.lag")), "it is not known");
        }
    }

    @Test
    void whatHappensIsCounted() {
        try (ConsumerMeters meters = open()) {
            meters.finished();
            meters.finished();
            meters.failed();
            meters.dropped();
            meters.deadLetter(new ErrorCode(9999, ErrorCategory.TOO_LONG));
            meters.committed(Duration.ofMillis(20));
        }
        assertEquals(2, registry.get("serai.kafka.records").counter().count());
        assertEquals(1, registry.get("serai.kafka.failed.attempts").counter().count());
        assertEquals(1, registry.get("serai.kafka.dropped").counter().count());
        assertEquals(
                1,
                registry.get("serai.dead.letters")
                        .tags("source", "kafka:letters", "reason", "SERAI-9999", "category", "TOO_LONG")
                        .counter()
                        .count());
        assertEquals(20, registry.get("serai.kafka.commit").timer().totalTime(TimeUnit.MILLISECONDS));
    }

    @Test
    void aStoppedConsumerShowsNoFiguresAndANewOneGoesOnCounting() {
        try (ConsumerMeters first = open()) {
            first.finished();
        }
        assertNull(registry.find("serai.kafka.lag").gauge());
        try (ConsumerMeters second = open()) {
            second.finished();
            assertEquals(7, gauge("serai.kafka.lag"));
        }
        assertEquals(2, registry.get("serai.kafka.records").counter().count());
    }
}
