package org.serai.connector.kafka.consumer;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasLoad;
import org.serai.alias.AliasService;

/**
 * As much work as the aliases of the route have free slots. Where a route asks several, the one with the fewest counts:
 * a record may need any of them.
 */
final class AliasLimit implements InFlightLimit {
    private final Set<String> aliases;
    private final Supplier<@Nullable AliasService> service;

    /**
     * A limit by aliases.
     *
     * @param aliases at least one
     * @param service null while there is none
     */
    AliasLimit(Set<String> aliases, Supplier<@Nullable AliasService> service) {
        this.aliases = Set.copyOf(aliases);
        this.service = service;
    }

    @Override
    public Room room(int inFlight) {
        @Nullable AliasService known = service.get();
        if (known == null) {
            return new Room(0, "the runtime's alias service is not there");
        }
        int free = Integer.MAX_VALUE;
        for (String alias : aliases) {
            Optional<AliasLoad> load = known.load(alias);
            if (load.isEmpty()) {
                return new Room(0, "there is no alias " + alias);
            }
            if (load.get().slots() == 0) {
                return new Room(0, "alias " + alias + " has no model loaded");
            }
            // What began a moment ago may not have reached the alias yet, so free slots alone would let in too much.
            free = Math.min(free, Math.min(load.get().freeSlots(), load.get().slots() - inFlight));
        }
        return new Room(Math.max(0, free), "");
    }
}
