package org.serai.runtime.alias;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;

/**
 * Brings the session of an alias to what is wanted: by its configuration, or by an exchange that somebody ordered. A new model
 * is loaded beside the old one and takes over once it has answered the golden prompts; the old one finishes what it has and is
 * closed. Whatever fails on the way leaves the old one serving. Where the alias says so, the old one is closed first, and
 * requests wait meanwhile. At most one load is under way. Thread-safe; no method waits for a load.
 */
final class ModelExchange {
    private final ExchangeState state;
    private final HoldOffs holdOffs;
    private final LoadRetries retries;
    private final DrainFirst drain;
    private final LoadLoop loop;
    private final EngineEvents engines;

    /** @param notLoaded what senders are told where no model is there */
    ModelExchange(String name, AliasContext context, Dispatcher dispatcher, Supplier<SeraiException> notLoaded) {
        this.state = new ExchangeState(name, context, dispatcher, notLoaded, this::work);
        this.holdOffs = new HoldOffs(context.time());
        this.retries = new LoadRetries(state, holdOffs);
        this.drain = new DrainFirst(state, this::work);
        this.loop = new LoadLoop(state, holdOffs, new LoadSettlement(state, retries), drain);
        this.engines = new EngineEvents(state, holdOffs, retries);
    }

    private void work() {
        loop.run();
    }

    /** What hears of engines, of devices and of how sessions do. */
    EngineEvents engines() {
        return engines;
    }

    /** What the configuration wants; null where there is none, or it was wrong from the beginning. */
    @Nullable
    Goal goal() {
        state.lock.lock();
        try {
            return state.goal;
        } finally {
            state.lock.unlock();
        }
    }

    /** The settings that hold for requests. */
    @Nullable
    AliasSettings settings() {
        Goal current = state.active;
        return current == null ? null : current.settings();
    }

    /** Why what is wanted does not serve; null where it does, or nothing was tried yet. */
    @Nullable
    SeraiException problem() {
        return state.problem;
    }

    /** What is being done, for people; empty where nothing is. */
    String stage() {
        return state.stage;
    }

    int version() {
        return state.version;
    }

    boolean isUnloaded() {
        return state.unloaded;
    }

    boolean isWorking() {
        state.lock.lock();
        try {
            return state.working;
        } finally {
            state.lock.unlock();
        }
    }

    List<HeldEngine> held() {
        return holdOffs.held();
    }

    /** The configuration changed: loads where something else serves, or nothing does. */
    void want(Goal wanted) {
        state.lock.lock();
        try {
            if (state.isOutdated(wanted)) {
                return;
            }
            Swap ordered = state.swap;
            boolean touched = state.goal != null && state.goal.settings().equals(wanted.settings());
            if (ordered != null && !touched && !ordered.goal().settings().equals(wanted.settings())) {
                ordered.fail(new SeraiException(
                        SwapErrors.SUPERSEDED,
                        "The configuration of alias '" + state.name
                                + "' was changed while a model was exchanged, so the configuration holds"));
                state.swap = null;
            }
            state.goal = wanted;
            state.problem = null;
            state.dispatcher.admission().open(wanted.settings().queue());
            boolean sleeps = state.unloaded
                    && state.active != null
                    && state.active.load().equals(wanted.load());
            if (state.serving(wanted.load()).isPresent() || sleeps) {
                state.takeEffect(wanted);
            } else {
                if (state.serving().isEmpty()) {
                    state.active = wanted;
                }
                retries.calmDown();
                state.requestLoad();
            }
        } finally {
            state.lock.unlock();
        }
    }

    /** Forgets what is wanted where nothing serves: the configuration is wrong. */
    void wantNothing() {
        state.lock.lock();
        try {
            if (state.serving().isEmpty()) {
                state.goal = null;
                state.active = null;
                state.unloaded = false;
                retries.calmDown();
                state.dispatcher.admission().refuse(state.notLoaded);
            }
        } finally {
            state.lock.unlock();
        }
    }

    /** The configuration is wrong: where nothing serves, what took effect last does again, if there was something. */
    void wantLastGood() {
        state.lock.lock();
        try {
            if (state.serving().isPresent()) {
                return;
            }
            Goal last = LastGood.of(state.name, state.context.versions().versions(state.name), null)
                    .orElse(null);
            if (last == null) {
                wantNothing();
            } else if (state.goal == null || !state.goal.settings().equals(last.settings())) {
                want(last);
            }
        } finally {
            state.lock.unlock();
        }
    }

    /**
     * Exchanges the model as somebody ordered.
     *
     * @return completes when the new one serves, or with the reason why the old one does
     */
    CompletableFuture<SwapReport> order(Swap ordered) {
        state.lock.lock();
        try {
            if (state.stopped) {
                throw state.notLoaded.get();
            }
            if (state.swap != null || state.returnTo != null) {
                throw new SeraiException(
                        SwapErrors.UNDER_WAY,
                        "Another exchange of alias '" + state.name + "' is under way (" + state.stage
                                + "); `serai alias show " + state.name + "` tells when it is over");
            }
            state.swap = ordered;
            state.problem = null;
            state.requestLoad();
        } finally {
            state.lock.unlock();
        }
        return ordered.outcome();
    }

    /** Loads the model again. */
    void reload() {
        state.lock.lock();
        try {
            if (state.goal == null) {
                throw state.notLoaded.get();
            }
            state.reload = true;
            retries.calmDown();
            state.dispatcher.admission().open(state.goal.settings().queue());
            state.requestLoad();
        } finally {
            state.lock.unlock();
        }
    }

    /** Loads the model that was unloaded while nobody needed it. */
    void wake() {
        state.lock.lock();
        try {
            if (state.unloaded && !state.working && !state.stopped && state.goal != null) {
                state.requestLoad();
            }
        } finally {
            state.lock.unlock();
        }
    }

    /** Unloads the model where it has nothing to do; the next request loads it again. */
    boolean evict() {
        LoadedModel model;
        state.lock.lock();
        try {
            if (state.working || state.stopped) {
                return false;
            }
            boolean before = state.unloaded;
            state.unloaded =
                    true; // before the model is gone: whoever adds a request from then on sees it, and wakes this
            model = state.dispatcher.exchange().takeIdle(false);
            if (model == null) {
                state.unloaded = before;
                return false;
            }
        } finally {
            state.lock.unlock();
        }
        model.close();
        state.context.changed().run();
        return true;
    }

    /** Loads nothing any more. */
    void stop() {
        Swap ordered;
        state.lock.lock();
        try {
            state.stopped = true;
            ordered = state.swap;
            state.swap = null;
            retries.calmDown();
            drain.stop();
        } finally {
            state.lock.unlock();
        }
        if (ordered != null) {
            ordered.fail(state.notLoaded.get());
        }
    }
}
