package org.serai.camel.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.serai.camel.context.ContextFactory;
import org.serai.camel.context.ManagedContext;
import org.serai.camel.routes.FailureLog;
import org.serai.camel.routes.Patience;
import org.serai.camel.routes.RouteChecker;
import org.serai.camel.routes.RouteStore;

/**
 * Runs the instance's Camel context. In an instance it offers {@link CamelContext} and {@link RouteStore} as services, on
 * which the other components of this bundle wait; in a process that runs one command it offers nothing.
 */
@Component(
        immediate = true,
        service = {})
public final class CamelRuntime {
    private static final long DEFAULT_STOP_SECONDS = 30;
    private static final long DEFAULT_DRAIN_SECONDS = 600;

    private final Deque<Runnable> undo = new ArrayDeque<>();

    @Activate
    public CamelRuntime(
            BundleContext bundleContext, @Reference ContextFactory contexts, @Reference AliasDirectory aliases) {
        if ("command".equals(bundleContext.getProperty("serai.mode"))) {
            return;
        }
        Patience patience = new Patience(
                seconds(bundleContext, "serai.routes.drain.timeout", DEFAULT_DRAIN_SECONDS),
                seconds(bundleContext, "serai.stop.timeout", DEFAULT_STOP_SECONDS));
        try {
            start(bundleContext, contexts, aliases, patience);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void start(
            BundleContext bundleContext, ContextFactory contexts, AliasDirectory aliases, Patience patience) {
        ManagedContext context = contexts.live("serai");
        undo.push(context::close);
        DefaultCamelContext camel = context.camel();
        camel.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
        camel.getShutdownStrategy().setTimeout(patience.forLosses().toSeconds());
        FailureLog.install(camel);
        camel.start();
        RouteStore routes = new RouteStore(camel, new RouteChecker(contexts, aliases), aliases, patience);
        undo.push(routes::close);
        follow(contexts, aliases, routes);
        offer(bundleContext, CamelContext.class, camel);
        offer(bundleContext, RouteStore.class, routes);
    }

    /** Ends in the opposite order: nobody finds the services any more, then routes finish what they have. */
    @Deactivate
    void close() {
        undo.forEach(Runnable::run);
    }

    private void follow(ContextFactory contexts, AliasDirectory aliases, RouteStore routes) {
        ContextFactory.Subscription subscription = contexts.subscribe(routes);
        undo.push(subscription::close);
        Runnable aliasesChanged = routes::aliasesChanged;
        aliases.subscribe(aliasesChanged);
        undo.push(() -> aliases.unsubscribe(aliasesChanged));
    }

    private <T> void offer(BundleContext bundleContext, Class<T> type, T service) {
        undo.push(bundleContext.registerService(type, service, null)::unregister);
    }

    private static Duration seconds(BundleContext bundleContext, String property, long otherwise) {
        @Nullable String value = bundleContext.getProperty(property);
        if (value == null || value.isBlank()) {
            return Duration.ofSeconds(otherwise);
        }
        try {
            long seconds = Long.parseLong(value.strip());
            if (seconds > 0) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Property " + property + "=" + value + " is no number of seconds", e);
        }
        throw new IllegalArgumentException("Property " + property + "=" + value + " must be greater than 0");
    }
}
