package org.serai.camel.routes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasLoad;
import org.serai.alias.AliasService;
import org.serai.delivery.RouteCapacity;

/** The room of the routes of a context: as much as the aliases that they ask have free slots. Thread-safe. */
public final class AliasCapacity implements RouteCapacity {
    private final Supplier<@Nullable ModelCamelContext> context;
    private final Supplier<@Nullable AliasService> service;
    private volatile Routes known = new Routes(List.of());

    /**
     * Capacity of the routes in a context.
     *
     * @param context gives the context, or null while there is none
     * @param service gives the aliases, or null while there are none
     */
    public AliasCapacity(Supplier<@Nullable ModelCamelContext> context, Supplier<@Nullable AliasService> service) {
        this.context = context;
        this.service = service;
    }

    /** The routes of a moment and the aliases of those that were asked about; valid until other routes are there. */
    private record Routes(List<Route> present, Map<String, Set<String>> aliases) {
        Routes(List<Route> present) {
            this(present, new ConcurrentHashMap<>());
        }
    }

    @Override
    public Set<String> aliases(String route) {
        ModelCamelContext camel = context.get();
        if (camel == null) {
            return Set.of();
        }
        List<Route> present = camel.getRoutes();
        Routes routes = known;
        if (!routes.present().equals(present)) {
            routes = new Routes(present);
            known = routes;
        }
        return routes.aliases().computeIfAbsent(route, id -> AskedAliases.of(camel, present, id));
    }

    @Override
    public Optional<Room> room(String route, int inWork) {
        Set<String> asked = aliases(route);
        return asked.isEmpty() ? Optional.empty() : Optional.of(room(asked, inWork));
    }

    private Room room(Set<String> asked, int inWork) {
        AliasService aliases = service.get();
        if (aliases == null) {
            return new Room(0, "the runtime's alias service is not there");
        }
        int more = Integer.MAX_VALUE;
        for (String alias : asked) {
            Optional<AliasLoad> load = aliases.load(alias);
            if (load.isEmpty()) {
                return new Room(0, "there is no alias " + alias);
            }
            if (load.get().slots() == 0) {
                return new Room(0, "alias " + alias + " has no model loaded");
            }
            more = Math.min(more, Math.min(load.get().freeSlots(), load.get().slots() - inWork));
        }
        return new Room(Math.max(0, more), "");
    }
}
