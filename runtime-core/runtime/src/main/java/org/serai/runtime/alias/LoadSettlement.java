package org.serai.runtime.alias;

import java.util.Optional;
import org.serai.engine.SessionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an alias when an attempt to load has ended: the new model serves, the old one goes on, the one before it is
 * loaded again, or requests wait for something better.
 */
final class LoadSettlement {
    private static final Logger LOG = LoggerFactory.getLogger(LoadSettlement.class);

    private final ExchangeState state;
    private final LoadRetries retries;

    LoadSettlement(ExchangeState state, LoadRetries retries) {
        this.state = state;
        this.retries = retries;
    }

    /**
     * Makes the best of an outcome. Needs no lock.
     *
     * @return true where something is to be loaded again
     */
    boolean settle(Attempt attempt, LoadOutcome outcome) {
        LoadedModel unwanted = null;
        boolean goesOn;
        state.lock.lock();
        try {
            boolean stale = state.isStale(attempt);
            switch (outcome) {
                case LoadOutcome.Loaded(LoadedModel model) -> {
                    if (!stale && isThere(model)) {
                        install(attempt, model);
                    } else if (model != attempt.instead()) {
                        unwanted = model;
                        state.again |= !state.stopped;
                    }
                }
                case LoadOutcome.Failed failed -> {
                    if (!stale) {
                        fail(attempt, failed);
                    }
                }
            }
            goesOn = state.again && !state.stopped;
            if (!goesOn) {
                state.rest();
            }
            retries.tryHeldLater();
        } finally {
            state.lock.unlock();
        }
        if (unwanted != null) {
            unwanted.close();
        }
        return goesOn;
    }

    private boolean isThere(LoadedModel model) {
        return state.context.engines().contains(model.engine())
                && !state.context.devices().isGone(model.info().device());
    }

    private void install(Attempt attempt, LoadedModel model) {
        int before = state.version;
        Optional<SessionInfo> old = state.serving().map(LoadedModel::info);
        Swap ordered = attempt.swap();
        if (state.returnTo == null) {
            state.problem = null;
            if (ordered != null) {
                state.goal = ordered.goal();
                state.written = ordered.goal();
            }
            state.takeEffect(attempt.target());
        }
        state.reload = false;
        state.returnTo = null;
        state.closedFirst = false;
        state.unloaded = false;
        retries.reset();
        if (model != attempt.instead()) {
            state.dispatcher.admission().open(attempt.target().settings().queue());
            state.dispatcher.exchange().install(model, state.version);
            LOG.info("Alias {}, version {}, is served by {}", state.name, state.version, model.info());
        }
        if (ordered != null) {
            state.swap = null;
            ordered.succeed(new SwapReport(state.name, before, old, state.version, model.info()));
        }
    }

    private void fail(Attempt attempt, LoadOutcome.Failed failed) {
        state.reload = false;
        if (attempt.instead() != null && attempt.swap() == null) {
            return; // what serves is what is wanted, and nothing better can be had
        }
        boolean wasBack = state.returnTo != null;
        Goal before = state.closedFirst && !wasBack ? state.active : null;
        state.returnTo = null;
        state.closedFirst = false;
        if (!wasBack) {
            state.stays(failed.problem());
        }
        if (before != null && !before.load().equals(attempt.target().load())) {
            state.returnTo = before;
            state.again = true;
            return;
        }
        if (!wasBack && returnsToLastGood(attempt, failed)) {
            return;
        }
        if (attempt.swap() != null && state.serving().isEmpty() && state.goal != null) {
            state.again = true; // what is configured was not loaded yet
        } else if (state.serving().isEmpty() && !state.again) {
            retries.waitOrRefuse(failed);
        }
    }

    /** After a start with a changed configuration that cannot be served, the version before it serves. */
    private boolean returnsToLastGood(Attempt attempt, LoadOutcome.Failed failed) {
        if (attempt.swap() != null
                || state.serving().isPresent()
                || state.again
                || failed.engineMayCome()
                || failed.mayPass()) {
            return false;
        }
        Goal last = LastGood.of(state.name, state.context.versions().versions(state.name), attempt.target())
                .orElse(null);
        if (last == null) {
            return false;
        }
        LOG.warn("Alias {} returns to version {}, which served last", state.name, state.version);
        state.returnTo = last;
        state.active = last;
        state.again = true;
        return true;
    }
}
