package org.serai.runtime.alias;

import org.serai.error.SeraiException;

/**
 * Loads what is wanted of an alias until nothing else is: at most one thread is in here. A new model must answer its golden
 * prompts and, where that is required, have been compared in the shadow; the file of an order is written when its model is
 * ready to serve.
 */
final class LoadLoop {
    private final ExchangeState state;
    private final HoldOffs holdOffs;
    private final LoadSettlement settlement;
    private final DrainFirst drain;

    LoadLoop(ExchangeState state, HoldOffs holdOffs, LoadSettlement settlement, DrainFirst drain) {
        this.state = state;
        this.holdOffs = holdOffs;
        this.settlement = settlement;
        this.drain = drain;
    }

    void run() {
        boolean ended = false;
        try {
            while (loadOnce()) {
                state.context.changed().run();
            }
            ended = true;
        } finally {
            if (!ended) {
                giveUp(); // an Error goes to the thread's handler; the alias must not wait for this thread
            }
            state.context.changed().run();
        }
    }

    /** Loads what is wanted now; true where something else is wanted by then. */
    private boolean loadOnce() {
        Attempt attempt;
        state.lock.lock();
        try {
            state.again = false;
            attempt = state.nextAttempt();
            if (attempt == null) {
                state.rest();
                return false;
            }
            if (drain.isDue(attempt)) {
                drain.begin(attempt.target());
                return false;
            }
        } finally {
            state.lock.unlock();
        }
        return settlement.settle(attempt, committed(attempt, load(attempt)));
    }

    private LoadOutcome load(Attempt attempt) {
        LoadedModel serving = attempt.instead();
        if (serving != null && attempt.swap() != null) {
            return new LoadOutcome.Loaded(serving); // only what needs no other session is different
        }
        AliasSettings settings = attempt.target().settings();
        try {
            if (attempt.takesOver()) {
                state.context.evidence().require(state.name, settings);
            }
        } catch (SeraiException e) {
            return new LoadOutcome.Failed(e, false, false);
        }
        return state.context
                .loader()
                .load(new ModelLoader.Order(state.name, settings, holdOffs, serving, text -> state.stage = text));
    }

    /** Writes the file of an order whose model is ready to serve; where that fails, so does the order. */
    private static LoadOutcome committed(Attempt attempt, LoadOutcome outcome) {
        if (attempt.swap() == null || !(outcome instanceof LoadOutcome.Loaded(LoadedModel model))) {
            return outcome;
        }
        try {
            attempt.swap().commit();
            return outcome;
        } catch (SeraiException e) {
            if (model != attempt.instead()) {
                model.close();
            }
            return new LoadOutcome.Failed(e, false, false);
        }
    }

    private void giveUp() {
        state.lock.lock();
        try {
            state.rest();
            state.reload = false;
            state.returnTo = null;
            state.dispatcher.exchange().letGo();
            state.stays(new SeraiException(
                    AliasErrors.LOAD_FAILED,
                    "Loading the model of alias '" + state.name
                            + "' ended with an error of the Java machine; the log has the details"));
            if (state.serving().isEmpty()) {
                state.dispatcher.admission().refuse(state.notLoaded);
            }
        } finally {
            state.lock.unlock();
        }
    }
}
