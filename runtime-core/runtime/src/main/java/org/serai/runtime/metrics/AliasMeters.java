package org.serai.runtime.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasLoad;
import org.serai.engine.SessionUsage;
import org.serai.runtime.alias.AliasManager;
import org.serai.runtime.alias.Comparison;

/** Shows how busy each alias is, and forgets the figures of one that went. Thread-safe. */
final class AliasMeters {
    private final MeterRegistry registry;
    private final AliasManager aliases;
    private final List<MultiGauge> gauges = new ArrayList<>();
    private final List<ToDoubleFunction<String>> figures = new ArrayList<>();

    AliasMeters(MeterRegistry registry, AliasManager aliases) {
        this.registry = registry;
        this.aliases = aliases;
        load("serai.slots", "", "Requests that can be worked on at once", AliasLoad::slots);
        load("serai.slots.busy", "", "Requests that are worked on", AliasLoad::running);
        load("serai.queue.requests", "", "Requests that wait", AliasLoad::queued);
        load("serai.queue.tokens", "", "Tokens that wait", AliasLoad::queuedTokens);
        load("serai.queue.limit.tokens", "", "Tokens that may wait", AliasLoad::queueLimitTokens);
        load(
                "serai.queue.expected.wait",
                "seconds",
                "How long an event would wait",
                load -> seconds(load.expectedWait()));
        load("serai.prefill.rate", "", "Tokens of prompts a second, lately", AliasLoad::prefillRate);
        load("serai.decode.rate", "", "Tokens of answers a second, lately", AliasLoad::decodeRate);
        usage("serai.kv.used.tokens", "Tokens that the KV cache holds", SessionUsage::kvUsedTokens);
        usage("serai.kv.capacity.tokens", "Tokens that the KV cache can hold", SessionUsage::kvCapacityTokens);
        shadows("serai.shadow.compared", "Answers compared with those of the shadow", Comparison::compared);
        shadows("serai.shadow.agreement", "The part in which the shadow agrees", Comparison::agreement);
        shadows("serai.shadow.schema.pass", "The part of the shadow's answers that fit", Comparison::schemaPass);
        shadows("serai.shadow.request.time", "How long the shadow works, on average", Comparison::shadowSeconds);
        add("serai.canary.requests", "", "Requests that the canary did", aliases::canaryRequests);
        add("serai.held.engines", "", "Engines that are held off because they failed", alias -> aliases.vitals(alias)
                .map(vitals -> (double) vitals.held().size())
                .orElse(0.0));
    }

    private void shadows(String name, String description, ToDoubleFunction<Comparison> figure) {
        add(name, "", description, alias -> aliases.comparisons(alias).stream()
                .reduce((one, other) -> one.compared() >= other.compared() ? one : other)
                .map(comparison -> figure.applyAsDouble(comparison))
                .orElse(Double.NaN));
    }

    private void load(String name, String unit, String description, ToDoubleFunction<AliasLoad> figure) {
        add(name, unit, description, alias -> aliases.load(alias)
                .map(load -> figure.applyAsDouble(load))
                .orElse(Double.NaN));
    }

    private void usage(String name, String description, ToDoubleFunction<SessionUsage> figure) {
        add(name, "", description, alias -> aliases.usage(alias)
                .map(usage -> figure.applyAsDouble(usage))
                .orElse(0.0));
    }

    private void add(String name, String unit, String description, ToDoubleFunction<String> figure) {
        MultiGauge.Builder builder = MultiGauge.builder(name).description(description);
        gauges.add((unit.isEmpty() ? builder : builder.baseUnit(unit)).register(registry));
        figures.add(figure);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Takes note of the aliases that there are. */
    synchronized void refresh() {
        Set<String> names = aliases.aliases().stream().map(AliasInfo::name).collect(Collectors.toSet());
        show(names);
        registry.getMeters().stream()
                .filter(meter -> isOfAnotherAlias(meter, names))
                .toList()
                .forEach(registry::remove);
    }

    /** Shows nothing any more. */
    synchronized void close() {
        show(Set.of());
    }

    private void show(Set<String> names) {
        for (int i = 0; i < gauges.size(); i++) {
            ToDoubleFunction<String> figure = figures.get(i);
            gauges.get(i)
                    .register(
                            names.stream()
                                    .map(name -> MultiGauge.Row.of(Tags.of(RequestMeters.ALIAS, name), name, figure))
                                    .collect(Collectors.toList()),
                            true);
        }
    }

    private static boolean isOfAnotherAlias(Meter meter, Set<String> names) {
        return Map.of("serai.", RequestMeters.ALIAS, "gen_ai.", RequestMeters.REQUEST_MODEL).entrySet().stream()
                .filter(kind -> meter.getId().getName().startsWith(kind.getKey()))
                .map(kind -> meter.getId().getTag(kind.getValue()))
                .anyMatch(alias -> alias != null && !names.contains(alias));
    }
}
