package org.serai.runtime.alias;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What engines and devices do to an alias: they come, and may be better than what serves; they go, and their work moves; they
 * fail, and are held off. Thread-safe.
 */
final class EngineEvents implements EngineWatch {
    private static final Logger LOG = LoggerFactory.getLogger(EngineEvents.class);

    /** When engines are asked again for a device that came: mostly they know it in the same moment, on a busy machine later. */
    private static final List<Duration> AGAIN = List.of(HoldOffs.FIRST, HoldOffs.FIRST.multipliedBy(10));

    private final ExchangeState state;
    private final HoldOffs holdOffs;
    private final LoadRetries retries;

    EngineEvents(ExchangeState state, HoldOffs holdOffs, LoadRetries retries) {
        this.state = state;
        this.holdOffs = holdOffs;
        this.retries = retries;
    }

    /** An engine came: loads where none serves, or where the order prefers the new one. */
    void engineCame(EngineEntry engine) {
        holdOffs.forget(engine.name());
        came(load -> !load.engines().isEmpty(), candidate -> candidate.engine().equals(engine));
    }

    /**
     * A device came: loads where none serves, or where the order prefers the new one. An engine may learn of the device only
     * after this, and refuse to use it until then, so it is asked again.
     */
    void deviceCame(String device) {
        holdOffs.forgetDevice(device);
        Runnable load = () -> came(
                wanted -> !wanted.options().devices().isEmpty(),
                candidate -> candidate.device().isEmpty() || candidate.device().equals(device));
        load.run();
        Timekeeper time = state.context.time();
        AGAIN.forEach(pause -> time.at(time.now().plus(pause), load));
    }

    /**
     * Asks for both what is configured and what an order is about to make of it: a load that is under way has chosen among
     * what was there when it began, and takes the rest into account only when it is repeated.
     */
    private void came(Predicate<AliasSettings.Load> ordered, Predicate<Candidate> isNew) {
        state.lock.lock();
        try {
            boolean asleep = state.unloaded && !state.working;
            if (state.stopped || asleep) {
                return;
            }
            Goal configured = state.goal;
            if (configured != null && isPreferred(configured.load(), ordered, isNew)) {
                retries.calmDown();
                state.dispatcher.admission().open(configured.settings().queue());
                state.requestLoad();
            }
            Goal next = state.target();
            if (next != null && !next.equals(configured) && isPreferred(next.load(), ordered, isNew)) {
                state.requestLoad();
            }
        } finally {
            state.lock.unlock();
        }
    }

    /** Whether what came is usable, and better than what serves. */
    private boolean isPreferred(
            AliasSettings.Load load, Predicate<AliasSettings.Load> ordered, Predicate<Candidate> isNew) {
        LoadedModel instead = state.serving(load).orElse(null);
        if (instead != null && !ordered.test(load)) {
            return false;
        }
        Candidates.Choice choice = state.context.candidates().choose(load, holdOffs, instead);
        return choice.usable().stream().anyMatch(isNew);
    }

    /**
     * Sessions go away: their work waits for the next session, and that is loaded on the next engine and device of the order
     * that are there. Returns when they are closed.
     */
    boolean went(Predicate<LoadedModel> gone) {
        SessionExchange.Lost lost;
        state.lock.lock();
        try { // nothing that was seen to be usable before it went can be installed while it is looked for, nor later
            lost = state.dispatcher.exchange().lose(gone);
            if (!lost.isEmpty()
                    && !state.stopped
                    && state.goal != null
                    && state.serving().isEmpty()) {
                retries.calmDown();
                state.requestLoad();
            }
        } finally {
            state.lock.unlock();
        }
        lost.end();
        return !lost.isEmpty();
    }

    @Override
    public void worked(LoadedModel model) {
        holdOffs.worked(model.engine().name(), model.info().device());
    }

    /** A session that fails again and again gets no new work; the next one of the order takes over, or the same one later. */
    @Override
    public void failed(LoadedModel model, GenerateRequest request, Throwable failure) {
        Source source = request.source();
        Optional<Instant> until = holdOffs.failed(
                model.engine().name(),
                model.info().device(),
                EngineFailures.isAbsence(failure),
                source == null ? new Object() : source.id(),
                model.failureReason(failure));
        LOG.warn("Alias {}: {}", state.name, model.failureReason(failure));
        if (until.isEmpty()) {
            return;
        }
        state.lock.lock();
        try {
            if (!state.stopped && state.serving().filter(model::equals).isPresent()) {
                state.dispatcher.exchange().retire(model);
                state.requestLoad();
            }
        } finally {
            state.lock.unlock();
        }
        state.context.changed().run();
    }
}
