package org.serai.camel.routes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.rest.RestDefinition;

/** What is defined in a context; the difference of two is what one file put there. */
record Footprint(
        List<RouteDefinition> routes,
        List<RestDefinition> rests,
        List<RouteTemplateDefinition> templates,
        List<RouteConfigurationDefinition> configurations,
        List<BeanFactoryDefinition<?>> beanDefinitions) {
    static Footprint of(DefaultCamelContext camel) {
        return new Footprint(
                List.copyOf(camel.getRouteDefinitions()),
                List.copyOf(camel.getRestDefinitions()),
                List.copyOf(camel.getRouteTemplateDefinitions()),
                List.copyOf(camel.getRouteConfigurationDefinitions()),
                List.copyOf(camel.getCustomBeans()));
    }

    /** What is here and not in the other. */
    Footprint minus(Footprint other) {
        return new Footprint(
                without(routes, other.routes),
                without(rests, other.rests),
                without(templates, other.templates),
                without(configurations, other.configurations),
                without(beanDefinitions, other.beanDefinitions));
    }

    boolean isEmpty() {
        return routes.isEmpty()
                && rests.isEmpty()
                && templates.isEmpty()
                && configurations.isEmpty()
                && beanDefinitions.isEmpty();
    }

    Set<String> routeIds() {
        return routes.stream().map(RouteDefinition::getRouteId).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Set<String> beans() {
        return beanDefinitions.stream()
                .map(BeanFactoryDefinition::getName)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The key of a route in a map of owners. */
    static String routeKey(String id) {
        return "route:" + id;
    }

    /** The key of a bean in a map of owners. */
    static String beanKey(String name) {
        return "bean:" + name;
    }

    private static <T> List<T> without(List<T> all, List<T> others) {
        List<T> rest = new ArrayList<>(all);
        rest.removeIf(one -> others.stream().anyMatch(other -> other == one));
        return rest;
    }
}
