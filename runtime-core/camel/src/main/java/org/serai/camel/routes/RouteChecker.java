package org.serai.camel.routes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.serai.camel.context.ContextFactory;
import org.serai.camel.context.ManagedContext;

/** Tries route files in contexts that are never started. Thread-safe; leaves no trace. */
public final class RouteChecker {
    private final ContextFactory contexts;
    private final Aliases aliases;

    public RouteChecker(ContextFactory contexts, Aliases aliases) {
        this.contexts = contexts;
        this.aliases = aliases;
    }

    /**
     * What a right file needs and defines.
     *
     * @param routes the ids of its routes
     * @param beans the names of its beans
     * @param suppliers the bundles that it uses
     * @param aliases the aliases that it asks
     */
    public record Checked(Set<String> routes, Set<String> beans, Set<Long> suppliers, Set<String> aliases) {}

    /**
     * Checks a source.
     *
     * @param owners the names of the other files, by the ids of their routes and beans
     * @throws RejectedException with everything that is wrong
     */
    Checked check(RouteSource source, Map<String, String> owners) throws RejectedException {
        try (ManagedContext trial = contexts.trial()) {
            DefaultCamelContext camel = trial.camel();
            load(camel, source);
            Set<String> routes = new LinkedHashSet<>();
            camel.getRouteDefinitions().forEach(route -> routes.add(route.getRouteId()));
            Footprint footprint = Footprint.of(camel);
            EndpointCheck endpoints = new EndpointCheck(camel, source, contexts.componentNames(), aliases);
            endpoints.check(camel.getRouteDefinitions());
            List<Problem> problems = new ArrayList<>(endpoints.problems());
            camel.getRouteDefinitions().forEach(route -> checkOwner(route, source, owners, problems));
            footprint.beans().forEach(bean -> checkOwner(bean, source, owners, problems));
            if (footprint.isEmpty()) {
                problems.add(new Problem(
                        RouteErrors.SYNTAX,
                        1,
                        "There is no route in this file. A route file is "
                                + (source.isXml()
                                        ? "<routes> with <route> elements."
                                        : "a list that begins with - route: or - from:.")));
            }
            throwIfAny(problems);
            initialise(camel, source);
            return new Checked(routes, footprint.beans(), trial.suppliers(), endpoints.usedAliases());
        }
    }

    private static void load(DefaultCamelContext camel, RouteSource source) throws RejectedException {
        if (source.isXml()) {
            XmlSyntax.check(source);
        }
        try {
            RouteLoader.load(camel, source, Set.of());
        } catch (Exception e) {
            throw new RejectedException(new Diagnosis(source).of(e));
        }
    }

    private static void initialise(DefaultCamelContext camel, RouteSource source) throws RejectedException {
        try {
            camel.init();
        } catch (RuntimeException e) {
            throw new RejectedException(new Diagnosis(source).of(e));
        }
    }

    private static void checkOwner(
            RouteDefinition route, RouteSource source, Map<String, String> owners, List<Problem> problems) {
        String owner = owners.get(Footprint.routeKey(route.getRouteId()));
        if (owner != null) {
            problems.add(new Problem(
                    RouteErrors.DUPLICATE_ID,
                    Lines.of(route, source),
                    "The id " + route.getRouteId() + " belongs to a route of " + owner
                            + ". Give this one another id."));
        }
    }

    private static void checkOwner(
            String bean, RouteSource source, Map<String, String> owners, List<Problem> problems) {
        String owner = owners.get(Footprint.beanKey(bean));
        if (owner != null) {
            problems.add(new Problem(
                    RouteErrors.DUPLICATE_ID,
                    source.lineOf(bean),
                    "The name " + bean + " belongs to a bean of " + owner + ". Give this one another name."));
        }
    }

    private static void throwIfAny(List<Problem> problems) throws RejectedException {
        if (!problems.isEmpty()) {
            throw new RejectedException(problems);
        }
    }
}
