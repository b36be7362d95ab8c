package org.serai.runtime.health;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.serai.runtime.alias.AliasManager;
import org.serai.runtime.command.Instance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the aliases: probes those that do not work by themselves, and judges all. Thread-safe. */
@Component(service = AliasHealth.class, configurationPid = HealthSettings.PID, immediate = true)
public final class AliasHealth {
    private static final Logger LOG = LoggerFactory.getLogger(AliasHealth.class);
    private static final int CHECK_MILLIS = 500;

    private final AliasManager aliases;
    private final InstantSource time;
    private final Readiness readiness;
    private final Prober prober;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("serai-health").daemon().factory());

    @Activate
    public AliasHealth(
            @Reference(name = "aliases") AliasManager aliases,
            @Reference(name = "instance") Instance instance,
            Map<String, ?> configuration) {
        this(aliases, HealthSettings.parse(configuration), InstantSource.system());
        if (instance.isRunning()) {
            var unused = timer.scheduleWithFixedDelay(this::check, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    AliasHealth(AliasManager aliases, HealthSettings settings, InstantSource time) {
        this.aliases = aliases;
        this.time = time;
        this.readiness = new Readiness(settings);
        this.prober = new Prober(settings, aliases::probe, time);
    }

    @Deactivate
    void close() {
        timer.shutdownNow();
    }

    /** Probes what is due; an unforeseen failure does not end the probing. */
    void check() {
        try {
            prober.probe(aliases.vitals());
        } catch (RuntimeException e) {
            LOG.error("Probing the aliases failed", e);
        }
    }

    /** Whether each alias is ready, by name. */
    List<Verdict> verdicts() {
        return aliases.vitals().stream()
                .map(vitals ->
                        readiness.judge(vitals, prober.failure(vitals.info().name()), time.instant()))
                .toList();
    }
}
