package org.serai.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessMeterRegistryTest {
    private final ProcessMeterRegistry registry = new ProcessMeterRegistry();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void a_scrape_shows_what_was_counted_and_timed_in_the_text_format() {
        Counter.builder("serai.requests")
                .tag("alias", "a \"quoted\" one")
                .register(registry)
                .increment(3);
        Timer.builder("serai.queue.wait")
                .publishPercentileHistogram()
                .register(registry)
                .record(Duration.ofMillis(250));
        AtomicInteger slots = new AtomicInteger(4);
        Gauge.builder("serai.slots", slots, AtomicInteger::get).register(registry);

        String text = registry.scrape();

        assertTrue(text.contains("serai_requests_total{alias=\"a \\\"quoted\\\" one\"} 3.0\n"), text);
        assertTrue(text.contains("# TYPE serai_queue_wait_seconds histogram\n"), text);
        assertTrue(text.contains("serai_queue_wait_seconds_sum 0.25\n"), text);
        assertTrue(text.contains("serai_queue_wait_seconds_bucket{le=\"+Inf\"} 1\n"), text);
        assertTrue(text.contains("serai_slots 4.0\n"), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jvm_memory_used_bytes",
                "jvm_gc_memory_allocated_bytes_total",
                "jvm_threads_live_threads",
                "jvm_classes_loaded_classes",
                "process_cpu_usage",
                "process_uptime_seconds"
            })
    void the_figures_of_the_virtual_machine_are_there(String name) {
        assertTrue(registry.scrape().lines().anyMatch(line -> line.startsWith(name)), name);
    }

    @Test
    void open_metrics_are_given_to_whom_asks_for_them() {
        String text = registry.scrape("application/openmetrics-text; version=1.0.0; charset=utf-8");

        assertTrue(text.endsWith("# EOF\n"), text);
    }

    @Test
    void the_protobuf_format_is_refused() {
        String type = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

        assertThrows(UnsupportedOperationException.class, () -> registry.scrape(type));
    }

    @Test
    void after_the_end_nothing_is_counted() {
        Counter counter = registry.counter("serai.requests");
        counter.increment();

        registry.close();

        assertTrue(registry.isClosed());
        assertEquals(0, registry.counter("serai.others").count());
        registry.counter("serai.others").increment();
        assertFalse(registry.scrape().contains("serai_others_total 1.0"));
    }
}
