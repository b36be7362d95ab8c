package org.serai.runtime.alias;

import java.time.Duration;

/**
 * When an alias tries again by itself: it lets requests wait for an engine, bounded, tries an engine that is held off when that
 * is over, and does nothing in the end but refuse. Guarded by the lock of its {@link ExchangeState}.
 */
final class LoadRetries {
    private final ExchangeState state;
    private final HoldOffs holdOffs;
    private final Patience patience;

    LoadRetries(ExchangeState state, HoldOffs holdOffs) {
        this.state = state;
        this.holdOffs = holdOffs;
        this.patience = new Patience(state.context.time());
    }

    /** Somebody tries now. */
    void calmDown() {
        patience.calmDown();
    }

    /** Something serves. */
    void reset() {
        patience.reset();
    }

    /** Nothing serves: requests wait where something may change that, and are refused where nothing will. */
    void waitOrRefuse(LoadOutcome.Failed failed) {
        state.problem = failed.problem();
        Goal wanted = state.goal;
        if (wanted == null || !(failed.engineMayCome() || failed.mayPass())) {
            state.dispatcher.admission().refuse(state.notLoaded);
            return;
        }
        patience.begin(wanted.settings().engineWait(), this::losePatience);
        if (failed.mayPass()) {
            patience.retry(this::tryAgain);
        }
    }

    private void losePatience() {
        state.lock.lock();
        try {
            if (!patience.takeEnd()) {
                return; // an engine came, and a load is under way
            }
            if (state.unloaded) {
                state.dispatcher.admission().giveUpWaiting(state.notLoaded); // the next request tries again
            } else {
                state.dispatcher.admission().refuse(state.notLoaded);
            }
        } finally {
            state.lock.unlock();
        }
    }

    /** Where an engine that the order prefers is held off, it is tried again when that is over. */
    void tryHeldLater() {
        if (!state.stopped && !state.working) {
            holdOffs.held().stream()
                    .map(HeldEngine::rest)
                    .min(Duration::compareTo)
                    .ifPresent(rest -> patience.retryAfter(rest, this::tryAgain));
        }
    }

    private void tryAgain() {
        state.lock.lock();
        try {
            boolean asleep = state.unloaded && state.dispatcher.load().queued() == 0;
            if (!state.stopped && state.goal != null && !asleep) {
                state.requestLoad();
            }
        } finally {
            state.lock.unlock();
        }
    }
}
