package org.serai.connector.kafka.component;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Navigate;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of this component that a route writes to, as far as that is known before it runs: by its own steps, and by
 * those of routes that it calls and that are there already. What a route decides while it works is not known.
 */
final class RouteTargets {
    private final CamelContext camel;
    private final Set<Endpoint> endpoints = new LinkedHashSet<>();

    private RouteTargets(CamelContext camel) {
        this.camel = camel;
    }

    static List<SeraiKafkaEndpoint> of(Route route) {
        RouteTargets targets = new RouteTargets(route.getCamelContext());
        targets.followAll(route);
        List<SeraiKafkaEndpoint> found = new ArrayList<>();
        for (Endpoint endpoint : targets.endpoints) {
            if (endpoint instanceof SeraiKafkaEndpoint written) {
                found.add(written);
            }
        }
        return found;
    }

    private void followAll(Route first) {
        Set<Route> known = new HashSet<>(Set.of(first));
        Deque<Route> open = new ArrayDeque<>(known);
        while (!open.isEmpty()) {
            look(open.removeFirst().navigate());
            for (Route called : camel.getRoutes()) {
                if (endpoints.contains(called.getEndpoint()) && known.add(called)) {
                    open.addLast(called);
                }
            }
        }
    }

    private void look(@Nullable Object step) {
        if (step instanceof EndpointAware aware && aware.getEndpoint() != null) {
            endpoints.add(aware.getEndpoint());
        }
        if (step instanceof Navigate<?> steps && steps.hasNext()) {
            steps.next().forEach(this::look);
        }
    }
}
