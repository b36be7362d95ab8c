package org.serai.connector.file;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasLoad;
import org.serai.alias.AliasService;

/** How many more documents can be begun. */
@FunctionalInterface
interface Room {
    /** Where the route asks no alias whose slots could be counted. */
    int WITHOUT_ALIAS = 2;

    /**
     * How many can be begun now; may be negative.
     *
     * @param busy documents of this inbox that are worked on or whose outcome is on its way
     */
    int more(int busy);

    /** At most so many at once. */
    static Room fixed(int limit) {
        return busy -> limit - busy;
    }

    /**
     * As many as the aliases of the route have free slots; none while one of them has no model. What was begun a moment ago
     * may not have reached its alias yet, so this inbox has never more in work than there are slots.
     *
     * @param aliases those that the route names; of several the busiest counts
     * @param service null while there is none
     */
    static Room ofAliases(Set<String> aliases, Supplier<@Nullable AliasService> service) {
        return aliases.isEmpty()
                ? fixed(WITHOUT_ALIAS)
                : busy -> {
                    @Nullable AliasService known = service.get();
                    int free = Integer.MAX_VALUE;
                    for (String alias : aliases) {
                        Optional<AliasLoad> load = known == null ? Optional.empty() : known.load(alias);
                        free = Math.min(
                                free,
                                load.map(now -> Math.min(now.freeSlots(), now.slots() - busy))
                                        .orElse(0));
                    }
                    return free;
                };
    }
}
