package org.serai.camel.runtime;

import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.serai.alias.AliasService;
import org.serai.camel.routes.AliasCapacity;
import org.serai.delivery.RouteCapacity;

/** The capacity of this instance's routes; the context and the aliases behind it may come and go. Thread-safe. */
@Component
public final class LiveCapacity implements RouteCapacity {
    private volatile @Nullable ModelCamelContext context;
    private volatile @Nullable AliasService aliases;
    private final RouteCapacity capacity = new AliasCapacity(() -> context, () -> aliases);

    @Override
    public Set<String> aliases(String route) {
        return capacity.aliases(route);
    }

    @Override
    public Optional<Room> room(String route, int inWork) {
        return capacity.room(route, inWork);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindContext(CamelContext camel) {
        context = camel instanceof ModelCamelContext model ? model : null;
    }

    void unbindContext(CamelContext gone) {
        if (context == gone) {
            context = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAliasService(AliasService service) {
        aliases = service;
    }

    void unbindAliasService(AliasService gone) {
        if (aliases == gone) {
            aliases = null;
        }
    }
}
