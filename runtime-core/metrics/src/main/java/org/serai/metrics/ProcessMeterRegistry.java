package org.serai.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The one registry of this process: a service as {@code MeterRegistry} for those that count, and as
 * {@code PrometheusMeterRegistry} for the one that shows the figures.
 *
 * <p>Nothing leaves the process by itself: figures are read by {@link #scrape()}, in Prometheus' text format or in
 * OpenMetrics; the protobuf format is not there and throws {@link UnsupportedOperationException}, so who serves figures over
 * HTTP chooses between the two by what the client accepts, and answers with text to everybody else. The figures of the JVM itself are always there: memory, garbage collection, threads, classes, open files,
 * CPU use and uptime.
 *
 * <p>It lives as long as its bundle, not as long as its users, so that counters go on when a bundle that counts is replaced.
 * Who registers a meter on behalf of something that can go (a route, a model) removes it when that goes. Thread-safe.
 */
@Component(
        service = {MeterRegistry.class, PrometheusMeterRegistry.class},
        immediate = true)
public final class ProcessMeterRegistry extends PrometheusMeterRegistry {
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    @Activate
    public ProcessMeterRegistry() {
        super(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(this);
        garbageCollection.bindTo(this);
        new JvmThreadMetrics().bindTo(this);
        new ClassLoaderMetrics().bindTo(this);
        new ProcessorMetrics().bindTo(this);
        new FileDescriptorMetrics().bindTo(this);
        new UptimeMetrics().bindTo(this);
    }

    /** Stops listening to the garbage collector; meters that users still hold count nothing from here on. */
    @Deactivate
    @Override
    public void close() {
        garbageCollection.close();
        super.close();
    }
}
