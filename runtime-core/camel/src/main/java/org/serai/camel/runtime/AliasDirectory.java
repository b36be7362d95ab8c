package org.serai.camel.runtime;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.serai.alias.AliasService;
import org.serai.camel.routes.Aliases;
import org.serai.camel.routes.ServedAliases;

/** The aliases of this instance; the service behind them may come and go. Thread-safe. */
@Component(service = {AliasDirectory.class, AliasService.Listener.class})
public final class AliasDirectory implements Aliases, AliasService.Listener {
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable AliasService service;
    private final Aliases served = new ServedAliases(() -> service);

    @Override
    public Set<String> names() {
        return served.names();
    }

    @Override
    public Optional<String> notReady(String name) {
        return served.notReady(name);
    }

    @Override
    public void aliasesChanged() {
        listeners.forEach(Runnable::run);
    }

    /** The listener hears of each change; it must not block. */
    void subscribe(Runnable listener) {
        listeners.add(listener);
    }

    void unsubscribe(Runnable listener) {
        listeners.remove(listener);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAliasService(AliasService aliases) {
        service = aliases;
        aliasesChanged();
    }

    void unbindAliasService(AliasService gone) {
        if (service == gone) {
            service = null;
            aliasesChanged();
        }
    }
}
