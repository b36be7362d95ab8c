package org.serai.camel.routes;

import java.net.URISyntaxException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Route;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** Finds the aliases that a route asks, in its own steps and in those of the routes that it calls by {@code direct:}. */
final class AskedAliases {
    private static final String SERAI = "serai:";
    private static final String DIRECT = "direct:";

    private final ModelCamelContext camel;
    private final List<RouteDefinition> routes;
    private final Set<String> aliases = new TreeSet<>();
    private final Set<String> visited = new HashSet<>();

    private AskedAliases(ModelCamelContext camel, List<RouteDefinition> routes) {
        this.camel = camel;
        this.routes = routes;
    }

    /**
     * The aliases that the URIs of a route name.
     *
     * @param routes all routes
     */
    static Set<String> of(ModelCamelContext camel, List<Route> routes, String routeId) {
        List<RouteDefinition> definitions = routes.stream()
                .map(route -> camel.getRouteDefinition(route.getRouteId()))
                .filter(Objects::nonNull) // removed meanwhile
                .toList();
        AskedAliases search = new AskedAliases(camel, definitions);
        definitions.stream().filter(route -> routeId.equals(route.getRouteId())).forEach(search::visit);
        return Set.copyOf(search.aliases);
    }

    private void visit(RouteDefinition route) {
        @SuppressWarnings("rawtypes") // as Camel's helper has it
        Collection<ProcessorDefinition> steps =
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class);
        for (ProcessorDefinition<?> step : steps) {
            if (step instanceof EndpointRequiredDefinition to && to.getEndpointUri() != null) {
                visit(camel.resolvePropertyPlaceholders(to.getEndpointUri()));
            }
        }
    }

    private void visit(String uri) {
        if (uri.startsWith(SERAI)) {
            @Nullable Object alias = parameters(uri).get("model");
            if (alias != null) {
                aliases.add(alias.toString());
            }
        } else if (uri.startsWith(DIRECT) && visited.add(withoutOptions(uri))) {
            routes.stream().filter(route -> isFedBy(route, withoutOptions(uri))).forEach(this::visit);
        }
    }

    private boolean isFedBy(RouteDefinition route, String uri) {
        return route.getInput() != null
                && withoutOptions(camel.resolvePropertyPlaceholders(
                                route.getInput().getEndpointUri()))
                        .equals(uri);
    }

    private static Map<String, Object> parameters(String uri) {
        int query = uri.indexOf('?');
        try {
            return query < 0 ? Map.of() : URISupport.parseQuery(uri.substring(query + 1));
        } catch (URISyntaxException e) {
            return Map.of(); // the step itself is refused for it
        }
    }

    private static String withoutOptions(String uri) {
        int query = uri.indexOf('?');
        return (query < 0 ? uri : uri.substring(0, query)).replace("direct://", DIRECT);
    }
}
