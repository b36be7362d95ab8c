package org.serai.connector.file;

import java.net.URISyntaxException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** Finds the aliases that a route asks, in its own steps and in those of the routes that it calls by {@code direct:}. */
final class RouteAliases {
    private static final String SERAI = "serai:";
    private static final String DIRECT = "direct:";

    private final ModelCamelContext camel;
    private final Set<String> aliases = new TreeSet<>();
    private final Set<String> visited = new HashSet<>();

    private RouteAliases(ModelCamelContext camel) {
        this.camel = camel;
    }

    /** The aliases that the URIs of a route name; what a route decides while it runs cannot be known. */
    static Set<String> of(CamelContext context, String routeId) {
        if (!(context instanceof ModelCamelContext model)) {
            return Set.of();
        }
        RouteAliases search = new RouteAliases(model);
        @Nullable RouteDefinition route = model.getRouteDefinition(routeId);
        if (route != null) {
            search.visit(route);
        }
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
            for (RouteDefinition route : camel.getRouteDefinitions()) {
                if (route.getInput() != null
                        && withoutOptions(camel.resolvePropertyPlaceholders(
                                        route.getInput().getEndpointUri()))
                                .equals(withoutOptions(uri))) {
                    visit(route);
                }
            }
        }
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
