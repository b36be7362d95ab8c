package org.serai.camel.routes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ShutdownAware;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what files define into the running context, and takes it out again. Used by one thread at a time. */
final class LiveRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    private final DefaultCamelContext camel;

    LiveRoutes(DefaultCamelContext camel) {
        this.camel = camel;
    }

    /**
     * Adds and starts everything that the source defines; on a failure nothing of it stays.
     *
     * @param stopped ids of routes that are added without being started
     * @return what was added
     */
    Footprint install(RouteSource source, Set<String> stopped) throws Exception {
        Footprint before = Footprint.of(camel);
        try {
            RouteLoader.load(camel, source, stopped);
            return Footprint.of(camel).minus(before);
        } catch (Exception e) {
            remove(Footprint.of(camel).minus(before), Duration.ZERO);
            throw e;
        }
    }

    /**
     * Takes out what a file defined. Routes take in nothing new, and finish what they have.
     *
     * @param drain how long that may take; what is under way then is cut off
     */
    void remove(Footprint footprint, Duration drain) {
        for (Route route : inOrderOfStopping(footprint)) {
            remove(route.getId(), drain);
        }
        footprint
                .routes()
                .forEach(route -> attempt("route " + route.getRouteId(), () -> camel.removeRouteDefinition(route)));
        camel.getRestDefinitions().removeAll(footprint.rests());
        footprint
                .templates()
                .forEach(template -> attempt(
                        "route template " + template.getId(), () -> camel.removeRouteTemplateDefinition(template)));
        footprint
                .configurations()
                .forEach(configuration -> attempt(
                        "route configuration " + configuration.getId(),
                        () -> camel.removeRouteConfiguration(configuration)));
        footprint.beanDefinitions().forEach(bean -> {
            camel.getRegistry().unbind(bean.getName());
            camel.getCustomBeans().remove(bean);
        });
    }

    /** Routes that others of the same file feed are stopped after those. */
    private List<Route> inOrderOfStopping(Footprint footprint) {
        List<Route> routes = new ArrayList<>();
        for (String id : footprint.routeIds()) {
            Route route = camel.getRoute(id);
            if (route != null) {
                routes.add(route);
            }
        }
        routes.sort(Comparator.comparing(LiveRoutes::isFedByRoutes));
        return routes;
    }

    private static boolean isFedByRoutes(Route route) {
        return route.getConsumer() instanceof ShutdownAware consumer
                && consumer.deferShutdown(ShutdownRunningTask.CompleteCurrentTaskOnly);
    }

    private void remove(String id, Duration drain) {
        attempt("route " + id, () -> {
            if (drain.isZero()) {
                camel.getRouteController().stopRoute(id);
            } else {
                camel.getRouteController().stopRoute(id, drain.toMillis(), TimeUnit.MILLISECONDS, false);
            }
            camel.removeRoute(id);
        });
    }

    /** Removing goes on with the next thing when one thing fails: what is left would be worse. */
    private static void attempt(String what, Step step) {
        try {
            step.run();
        } catch (Exception e) {
            LOG.error("The {} was not removed cleanly", what, e);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }
}
