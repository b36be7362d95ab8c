package org.serai.camel.routes;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasService;

/** The aliases of the running instance. */
public final class ServedAliases implements Aliases {
    private final Supplier<@Nullable AliasService> service;

    /** @param service gives the service, or null while there is none */
    public ServedAliases(Supplier<@Nullable AliasService> service) {
        this.service = service;
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        AliasService aliases = service.get();
        if (aliases != null) {
            aliases.aliases().forEach(alias -> names.add(alias.name()));
        }
        return names;
    }

    /** An alias that is being swapped still has its old session and counts as ready. */
    @Override
    public Optional<String> notReady(String name) {
        AliasService aliases = service.get();
        if (aliases == null) {
            return Optional.of("the runtime's alias service is not there");
        }
        return aliases.alias(name)
                .filter(alias -> alias.state() != AliasInfo.State.READY
                        && alias.session().isEmpty())
                .map(alias -> "it is " + alias.state().name().toLowerCase(Locale.ROOT)
                        + (alias.reason().isEmpty() ? "" : ": " + alias.reason()));
    }
}
