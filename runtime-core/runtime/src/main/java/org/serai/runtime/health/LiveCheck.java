package org.serai.runtime.health;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.runtime.alias.AliasManager;

/** The check {@code live}: the container runs, and the threads that hand requests to engines do their work. */
@Component(property = {HealthCheck.NAME + "=live", HealthCheck.TAGS + "=live"})
public final class LiveCheck implements HealthCheck {
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private final BooleanSupplier stopping;
    private final AliasManager aliases;
    private final Duration patience;

    @Activate
    public LiveCheck(BundleContext context, @Reference(name = "aliases") AliasManager aliases) {
        this(
                () -> context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING,
                aliases,
                PATIENCE);
    }

    /**
     * @param stopping whether the container stops
     * @param patience how long a request may take to be handed out
     */
    LiveCheck(BooleanSupplier stopping, AliasManager aliases, Duration patience) {
        this.stopping = stopping;
        this.aliases = aliases;
        this.patience = patience;
    }

    @Override
    public Result execute() {
        if (stopping.getAsBoolean()) {
            return new Result(Result.Status.CRITICAL, "the container stops");
        }
        try {
            aliases.pulse().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Result(Result.Status.OK, "requests are handed out");
        } catch (TimeoutException e) {
            return new Result(
                    Result.Status.CRITICAL,
                    "the threads that hand out requests did nothing for " + patience.toMillis()
                            + " ms; a thread dump (jcmd PID Thread.print) shows what they wait for");
        } catch (ExecutionException e) {
            return new Result(Result.Status.CRITICAL, "requests are not handed out: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(Result.Status.HEALTH_CHECK_ERROR, "the check was interrupted");
        }
    }
}
