package org.serai.camel.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.serai.alias.AliasLoad;
import org.serai.alias.AliasService;
import org.serai.delivery.Throughput;
import org.serai.delivery.Throughput.Arrival;

/** Compares what comes to routes with what the aliases that they ask can do, both as measured. Thread-safe. */
@Component(service = RoutePace.class)
public final class RoutePace {
    private final List<Throughput> sources = new CopyOnWriteArrayList<>();
    private volatile @Nullable AliasService aliases;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSource(Throughput source) {
        sources.add(source);
    }

    void unbindSource(Throughput source) {
        sources.remove(source);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAliases(AliasService service) {
        aliases = service;
    }

    void unbindAliases(AliasService gone) {
        if (aliases == gone) {
            aliases = null;
        }
    }

    /**
     * A sentence for each route to which more comes than an alias can do.
     *
     * @param routes ids of running routes; others have nothing to compare
     * @param asked the aliases that these routes ask
     */
    List<String> warnings(Collection<String> routes, Collection<String> asked) {
        List<String> warnings = new ArrayList<>();
        for (String route : routes) {
            for (Throughput source : sources) {
                source.arrival(route)
                        .ifPresent(arrival -> asked.forEach(
                                alias -> warning(route, arrival, alias).ifPresent(warnings::add)));
            }
        }
        return warnings;
    }

    private Optional<String> warning(String route, Arrival arrival, String alias) {
        AliasService service = aliases;
        if (service == null || arrival.perSecond() <= 0) {
            return Optional.empty();
        }
        return service.load(alias)
                .filter(load -> load.slots() > 0 && load.requestTime().isPositive())
                .filter(load -> arrival.perSecond() > capacity(load))
                .map(load -> sentence(route, arrival, alias, load));
    }

    /** Requests in a second. */
    private static double capacity(AliasLoad load) {
        return load.slots() / seconds(load.requestTime());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static String sentence(String route, Arrival arrival, String alias, AliasLoad load) {
        return String.format(
                Locale.ROOT,
                "route %s does not keep up: %.2f a second came from %s in the last %d minutes, and alias %s answers %.2f a"
                        + " second (slots %d, %.1f s each). %d wait. Give the alias more slots, a smaller model or a lower"
                        + " maxTokens, or run more instances.",
                route,
                arrival.perSecond(),
                arrival.source(),
                Math.max(1, arrival.window().toMinutes()),
                alias,
                capacity(load),
                load.slots(),
                seconds(load.requestTime()),
                arrival.waiting());
    }
}
