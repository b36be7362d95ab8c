package org.serai.camel.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;

/** Puts the routes of a source into a context, the same way for trial and earnest. */
final class RouteLoader {
    private RouteLoader() {}

    /**
     * Adds everything that the source defines. A route without an id gets one from the file's name, so that it is the same
     * in every context.
     *
     * @param stopped ids of routes that are added without being started
     */
    static void load(DefaultCamelContext camel, RouteSource source, Set<String> stopped) throws Exception {
        Collection<RoutesBuilder> builders = PluginHelper.getRoutesLoader(camel).findRoutesBuilders(source.resource());
        for (RoutesBuilder builder : builders) {
            if (builder instanceof RouteConfigurationsBuilder configurations) {
                camel.addRoutesConfigurations(configurations);
            }
        }
        for (RoutesBuilder builder : builders) {
            if (builder instanceof RouteBuilder routes) {
                prepare(camel, routes, source, stopped);
            }
        }
        for (RoutesBuilder builder : builders) {
            camel.addRoutes(builder);
            camel.addTemplatedRoutes(builder);
        }
    }

    private static void prepare(
            DefaultCamelContext camel, RouteBuilder builder, RouteSource source, Set<String> stopped) throws Exception {
        List<RouteDefinition> routes = builder.configureRoutes(camel).getRoutes();
        Set<String> ids = new HashSet<>();
        List<Problem> duplicates = new ArrayList<>();
        int number = 0;
        for (RouteDefinition route : routes) {
            number++;
            if (route.getRouteId() == null) {
                route.routeId(routes.size() == 1 ? source.stem() : source.stem() + "-" + number);
            }
            if (!ids.add(route.getRouteId())) {
                duplicates.add(new Problem(
                        RouteErrors.DUPLICATE_ID,
                        Lines.of(route, source),
                        "Two routes of this file have the id " + route.getRouteId()
                                + ". Give one of them another id."));
            }
            if (stopped.contains(route.getRouteId())) {
                route.setAutoStartup("false");
            }
        }
        if (!duplicates.isEmpty()) {
            throw new RejectedException(duplicates);
        }
    }
}
