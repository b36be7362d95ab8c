package org.serai.runtime.alias;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.serai.engine.Residency;
import org.serai.error.SeraiException;

/**
 * Finds who works on requests that must stay on this machine. An alias whose engines are all here does so itself; one that
 * names servers beside them gets a second alias that knows only the latter, when the first such request comes. Thread-safe.
 */
final class LocalAliases {
    private static final String SUFFIX = "@local";

    private final Map<String, Alias> aliases;
    private final Engines engines;
    private final Function<String, Alias> maker;

    /**
     * @param aliases all aliases by name, where the second ones are kept too
     * @param maker makes an alias of a name
     */
    LocalAliases(Map<String, Alias> aliases, Engines engines, Function<String, Alias> maker) {
        this.aliases = aliases;
        this.engines = engines;
        this.maker = maker;
    }

    /**
     * Who works on a request to an alias.
     *
     * @throws SeraiException where the alias has only servers, and the request must not go there
     */
    Alias worker(Alias named, Residency residency) {
        Goal goal = named.goal();
        if (residency == Residency.ANYWHERE
                || goal == null
                || engines.areLocal(goal.load().engines())) {
            return named;
        }
        if (engines.areRemote(goal.load().engines())) {
            throw new SeraiException(
                    AliasErrors.LOCAL_ONLY,
                    "Alias '" + named.name() + "' works on servers alone ("
                            + String.join(", ", goal.load().engines()) + "), and the request is "
                            + residency.wireName() + ". Send it to another alias, or add an engine of this machine to"
                            + " engines in etc/org.serai.alias~" + named.name() + ".cfg");
        }
        return twin(named, goal);
    }

    private synchronized Alias twin(Alias named, Goal goal) {
        String name = named.name() + SUFFIX;
        Alias twin = aliases.get(name);
        if (twin == null) {
            twin = maker.apply(name);
            aliases.put(name, twin);
            twin.configure(goal.localOnly());
        }
        return twin;
    }

    /** An alias was configured anew: so is its second one, where there is one. */
    synchronized void configure(String name, Goal goal) {
        Alias twin = aliases.get(name + SUFFIX);
        if (twin != null) {
            twin.configure(goal.localOnly());
        }
    }

    /** The name of an alias's second one, where there is one. */
    Optional<String> nameOf(Alias named) {
        String name = named.name() + SUFFIX;
        return aliases.containsKey(name) ? Optional.of(name) : Optional.empty();
    }
}
