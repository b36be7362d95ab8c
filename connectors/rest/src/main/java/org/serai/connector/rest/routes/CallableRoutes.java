package org.serai.connector.rest.routes;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.osgi.service.component.annotations.Component;
import org.serai.connector.rest.RestErrors;
import org.serai.error.SeraiException;

/** The routes that can be called at the moment, by name. Thread-safe. */
@Component(service = CallableRoutes.class)
public final class CallableRoutes {
    private final ConcurrentMap<String, SeraiRestConsumer> consumers = new ConcurrentHashMap<>();

    /** Enters a route that starts. */
    void enter(String name, SeraiRestConsumer consumer) {
        SeraiRestConsumer other = consumers.putIfAbsent(name, consumer);
        if (other != null && other != consumer) {
            throw new SeraiException(
                    RestErrors.NAME_TAKEN,
                    "Route " + consumer.getRouteId() + " wants the name serai-rest:" + name + ", which route "
                            + other.getRouteId() + " has. Give one of them another name.");
        }
    }

    /** Takes out a route that stops. */
    void leave(String name, SeraiRestConsumer consumer) {
        consumers.remove(name, consumer);
    }

    Optional<SeraiRestConsumer> find(String name) {
        return Optional.ofNullable(consumers.get(name));
    }

    SortedSet<String> names() {
        return new TreeSet<>(consumers.keySet());
    }
}
