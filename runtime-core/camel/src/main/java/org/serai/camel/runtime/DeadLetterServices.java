package org.serai.camel.runtime;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.serai.delivery.DeadLetterRegistry;
import org.serai.delivery.DeadLetters;

/** Registers what connectors offer. */
@Component
public final class DeadLetterServices implements DeadLetterRegistry {
    private final BundleContext bundleContext;

    @Activate
    public DeadLetterServices(BundleContext bundleContext) {
        this.bundleContext = bundleContext;
    }

    @Override
    public Runnable offer(DeadLetters letters) {
        return bundleContext.registerService(DeadLetters.class, letters, null)::unregister;
    }
}
