package org.serai.runtime.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.serai.alias.AliasService;
import org.serai.runtime.alias.AliasManager;
import org.serai.runtime.alias.RequestListener;

/**
 * Leads figures of the runtime to the meter registry as long as one is there. Where the bundle with Micrometer is missing,
 * this does nothing; so no class of Micrometer is named but in methods that run with one. Thread-safe.
 */
@Component(
        service = {},
        immediate = true)
public final class RuntimeMetrics {
    private final AliasManager aliases;
    private final AtomicReference<@Nullable Binding> binding = new AtomicReference<>();
    private final RequestListener requests = this::tell;
    private final AliasService.Listener changes = this::refresh;

    /** A registry, and what is shown in it. */
    private record Binding(Object registry, RequestMeters requests, AliasMeters aliases) {}

    @Activate
    public RuntimeMetrics(@Reference(name = "aliases") AliasManager aliases) {
        this.aliases = aliases;
        aliases.addRequestListener(requests);
        aliases.addListener(changes);
    }

    @Deactivate
    void close() {
        aliases.removeRequestListener(requests);
        aliases.removeListener(changes);
        release(binding.getAndSet(null));
    }

    /** A registry came. */
    @Reference(
            service = MeterRegistry.class,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRegistry(Object registry) {
        MeterRegistry meters = (MeterRegistry) registry;
        release(binding.getAndSet(new Binding(registry, new RequestMeters(meters), new AliasMeters(meters, aliases))));
        refresh();
    }

    /** A registry went. */
    void unbindRegistry(Object registry) {
        Binding bound = binding.get();
        if (bound != null && bound.registry == registry && binding.compareAndSet(bound, null)) {
            release(bound);
        }
    }

    private static void release(@Nullable Binding bound) {
        if (bound != null) {
            bound.aliases.close();
        }
    }

    private void tell(RequestListener.Ended request) {
        Binding bound = binding.get();
        if (bound != null) {
            bound.requests.ended(request);
        }
    }

    private void refresh() {
        Binding bound = binding.get();
        if (bound != null) {
            bound.aliases.refresh();
        }
    }
}
