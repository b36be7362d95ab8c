package org.serai.runtime.ledger;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The ledger's figures as meters, where there is a registry. */
@Component(
        service = {},
        immediate = true)
public final class LedgerMetrics {
    private final MeterRegistry registry;
    private final List<Meter> meters;

    @Activate
    public LedgerMetrics(
            @Reference(name = "registry") MeterRegistry registry, @Reference(name = "ledger") ResultLedger ledger) {
        this.registry = registry;
        LedgerCounters counters = ledger.counters();
        this.meters = List.of(
                counter("serai.ledger.hits", counters.hits, "Requests that got an answer without inference"),
                counter("serai.ledger.misses", counters.misses, "Work that the ledger did not know"),
                counter("serai.ledger.takeovers", counters.takenOver, "Claims of somebody who did not end the work"),
                counter("serai.ledger.unstored", counters.notStored, "Answers that could not be stored"),
                counter("serai.ledger.failures", counters.failures, "Questions that the database did not answer"),
                FunctionTimer.builder(
                                "serai.ledger.time",
                                counters,
                                all -> all.questions.sum(),
                                all -> all.questionNanos.sum(),
                                TimeUnit.NANOSECONDS)
                        .description("Questions to the database, and their time")
                        .register(registry),
                gauge("serai.ledger.entries", ledger, EntryStore.Figures::done, "Answers that are stored"),
                gauge("serai.ledger.claimed", ledger, EntryStore.Figures::claimed, "Work that is under way"),
                gauge("serai.ledger.bytes", ledger, EntryStore.Figures::bytes, "Size of the answers that are stored"));
    }

    private FunctionCounter counter(String name, LongAdder value, String description) {
        return FunctionCounter.builder(name, value, LongAdder::sum)
                .description(description)
                .register(registry);
    }

    /** Of the last time that somebody asked: a scrape does not wait for the database. */
    private Gauge gauge(
            String name, ResultLedger ledger, ToDoubleFunction<EntryStore.Figures> value, String description) {
        return Gauge.builder(name, ledger, from -> from.lastFigures()
                        .map(value::applyAsDouble)
                        .orElse(Double.NaN))
                .description(description)
                .register(registry);
    }

    @Deactivate
    void close() {
        meters.forEach(registry::remove);
    }
}
