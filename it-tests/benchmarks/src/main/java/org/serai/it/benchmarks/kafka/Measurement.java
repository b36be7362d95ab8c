package org.serai.it.benchmarks.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** One route that does nothing, from its first record to its last. */
final class Measurement {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path home;

    Measurement(Path home) {
        this.home = home;
    }

    /** Records a second that a route takes in which nothing happens. */
    double consuming(Connector connector, String topic, int records) throws Exception {
        return rate(records, (counter, camel) -> new RouteBuilder() {
            @Override
            public void configure() {
                from(connector.from(topic, "group-" + UUID.randomUUID()))
                        .routeId("measured")
                        .process(exchange -> counter.count());
            }
        });
    }

    /** Records a second that a route carries from one topic to another. */
    double carrying(Connector connector, String topic, String target, int records) throws Exception {
        return rate(records, (counter, camel) -> new RouteBuilder() {
            @Override
            public void configure() {
                from(connector.from(topic, "group-" + UUID.randomUUID()))
                        .routeId("measured")
                        .to(connector.to(target))
                        .process(exchange -> counter.count());
            }
        });
    }

    /** Makes the route that is measured. */
    private interface Routes {
        RouteBuilder of(Counter counter, DefaultCamelContext camel);
    }

    private double rate(int records, Routes routes) throws Exception {
        Counter counter = new Counter(records);
        try (DefaultCamelContext camel = context()) {
            camel.addRoutes(routes.of(counter, camel));
            camel.start();
            return counter.rate();
        }
    }

    /**
     * Milliseconds from the moment a record is sent until the route has it: the median and the 99th percentile, for records
     * that come one by one.
     */
    double[] latency(Connector connector, String topic, Feed feed, int records) throws Exception {
        AtomicLongArray nanos = new AtomicLongArray(records);
        CountDownLatch all = new CountDownLatch(records);
        try (DefaultCamelContext camel = context()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(connector.from(topic, "group-" + UUID.randomUUID()))
                            .routeId("measured")
                            .process(exchange -> {
                                String[] words =
                                        exchange.getIn().getBody(String.class).split(" ", -1);
                                nanos.set(Integer.parseInt(words[0]), System.nanoTime() - Long.parseLong(words[1]));
                                all.countDown();
                            });
                }
            });
            camel.start();
            feed.trickle(topic, records);
            if (!all.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(connector.name() + " did not take all records of " + topic);
            }
        }
        long[] sorted = new long[records];
        Arrays.setAll(sorted, nanos::get);
        Arrays.sort(sorted);
        return new double[] {sorted[records / 2] / 1e6, sorted[records * 99 / 100] / 1e6};
    }

    private DefaultCamelContext context() {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.getPropertiesComponent().addInitialProperty("serai.home", home.toString());
        camel.getShutdownStrategy().setTimeout(10);
        return camel;
    }

    /** Counts from the first record, so that joining the group is no part of it. */
    private static final class Counter {
        private final int expected;
        private final AtomicLong counted = new AtomicLong();
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile long first;
        private volatile long last;

        Counter(int expected) {
            this.expected = expected;
        }

        void count() {
            long number = counted.incrementAndGet();
            if (number == 1) {
                first = System.nanoTime();
            } else if (number == expected) {
                last = System.nanoTime();
                done.countDown();
            }
        }

        double rate() throws InterruptedException {
            if (!done.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("Only " + counted + " of " + expected + " records came");
            }
            return (expected - 1) / ((last - first) / 1e9);
        }
    }
}
