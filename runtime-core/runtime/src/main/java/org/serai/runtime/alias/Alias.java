package org.serai.runtime.alias;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasLoad;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.SessionInfo;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One alias: keeps a model loaded as the configuration says, and exchanges it when the configuration or the engines
 * change. A new model is loaded beside the old one; where that fails, the old one goes on serving. At most one load is
 * under way. Thread-safe; no method waits for a load.
 */
final class Alias {
    private static final Logger LOG = LoggerFactory.getLogger(Alias.class);

    private final String name;
    private final ModelLoader loader;
    private final Engines engines;
    private final Timekeeper time;
    private final Executor loading;
    private final RequestListener ends;
    private final Runnable changed;
    private final Dispatcher dispatcher;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable AliasSettings settings;
    private volatile @Nullable SeraiException configurationProblem;
    private volatile @Nullable SeraiException loadProblem;
    private Timekeeper.@Nullable Timer patience;
    private String configuredModel = "";
    private int version;
    private boolean isLoading;
    private boolean loadAgain;
    private boolean reload;
    private boolean removed;

    /**
     * @param loading runs loads, in threads of its own
     * @param executor runs completions and closes sessions, in threads of its own
     * @param ends hears of the end of each request
     * @param changed is told after each change; must not block
     */
    Alias(
            String name,
            ModelLoader loader,
            Engines engines,
            Timekeeper time,
            Executor loading,
            Executor executor,
            RequestListener ends,
            Runnable changed) {
        this.name = name;
        this.loader = loader;
        this.engines = engines;
        this.time = time;
        this.loading = loading;
        this.ends = ends;
        this.changed = changed;
        this.dispatcher = new Dispatcher(name, time, executor, EngineWatch.NONE);
    }

    String name() {
        return name;
    }

    /** Takes a new configuration. The model is loaded where it differs from the one that serves, or none serves. */
    void configure(AliasSettings wanted) {
        lock.lock();
        try {
            version++;
            settings = wanted;
            configuredModel = wanted.load().model();
            configurationProblem = null;
            loadProblem = null;
            dispatcher.admission().open(wanted.queue());
            Optional<LoadedModel> serving = serving();
            if (serving.isEmpty() || !serving.get().load().equals(wanted.load())) {
                requestLoad();
            }
        } finally {
            lock.unlock();
        }
        changed.run();
    }

    /** Takes note of a configuration that cannot be used: what serves goes on, and the reason is shown. */
    void misconfigure(SeraiException reason) {
        lock.lock();
        try {
            version++;
            configurationProblem = reason;
            if (serving().isEmpty()) {
                settings = null;
                calmDown();
                dispatcher.admission().refuse(this::notLoaded);
            }
        } finally {
            lock.unlock();
        }
        changed.run();
    }

    /** Loads the model again, beside the one that serves. */
    void reload() {
        lock.lock();
        try {
            if (settings == null) {
                throw notLoaded();
            }
            version++;
            reload = true;
            dispatcher.admission().open(settings.queue());
            requestLoad();
        } finally {
            lock.unlock();
        }
        changed.run();
    }

    /** An engine came: loads where none serves, or where the order prefers the new one. */
    void engineCame(EngineEntry engine) {
        lock.lock();
        try {
            AliasSettings wanted = settings;
            if (wanted == null || removed || !isBetter(engine, wanted)) {
                return;
            }
            dispatcher.admission().open(wanted.queue());
            requestLoad();
        } finally {
            lock.unlock();
        }
        changed.run();
    }

    private boolean isBetter(EngineEntry engine, AliasSettings wanted) {
        List<String> order = wanted.load().engines();
        int place = order.indexOf(engine.name());
        Optional<LoadedModel> serving = serving();
        if (serving.isEmpty() || !serving.get().load().equals(wanted.load())) {
            return order.isEmpty() || place >= 0;
        }
        return place >= 0 && place < order.indexOf(serving.get().engine().name());
    }

    /**
     * An engine goes away: its sessions are closed, their work waits for the next session, and that is loaded on the next
     * engine of the order that is there. Returns when the engine can go.
     */
    void engineWent(EngineEntry engine) {
        List<LoadedModel> lost =
                dispatcher.exchange().lose(model -> model.engine().equals(engine));
        if (lost.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            if (!removed && serving().isEmpty() && settings != null) {
                requestLoad();
            }
        } finally {
            lock.unlock();
        }
        lost.forEach(LoadedModel::close);
        changed.run();
    }

    private Optional<LoadedModel> serving() {
        return dispatcher.snapshot().model();
    }

    private void requestLoad() {
        calmDown();
        if (isLoading) {
            loadAgain = true;
        } else {
            isLoading = true;
            loading.execute(this::loadWanted);
        }
    }

    private void loadWanted() {
        boolean ended = false;
        try {
            while (loadOnce()) {
                changed.run();
            }
            ended = true;
        } finally {
            if (!ended) {
                giveUpLoading(); // an Error goes to the thread's handler; the alias must not wait for this thread
            }
            changed.run();
        }
    }

    /** Loads what is wanted now; true where something else is wanted by then. */
    private boolean loadOnce() {
        AliasSettings wanted;
        LoadedModel instead;
        lock.lock();
        try {
            wanted = settings;
            loadAgain = false;
            if (wanted == null || removed) {
                isLoading = false;
                return false;
            }
            AliasSettings.Load load = wanted.load();
            instead = reload
                    ? null
                    : serving().filter(model -> model.load().equals(load)).orElse(null);
            reload = false;
        } finally {
            lock.unlock();
        }
        LoadOutcome outcome = loader.load(wanted.load(), instead);
        return settle(wanted, instead, outcome);
    }

    private boolean settle(AliasSettings wanted, @Nullable LoadedModel instead, LoadOutcome outcome) {
        LoadedModel unwanted = null;
        boolean again;
        lock.lock();
        try {
            boolean stale = removed || settings == null || !wanted.load().equals(settings.load());
            switch (outcome) {
                case LoadOutcome.Loaded(LoadedModel model) -> {
                    boolean usable = !stale && engines.contains(model.engine());
                    if (usable) {
                        loadProblem = null;
                        dispatcher.exchange().install(model, version);
                        LOG.info("Alias {} is served by {}", name, model.info());
                    } else {
                        unwanted = model;
                        loadAgain |= !removed;
                    }
                }
                case LoadOutcome.Failed failed -> {
                    if (!stale && !loadAgain && instead == null) {
                        fail(wanted, failed);
                    }
                }
            }
            again = loadAgain;
            isLoading = again;
        } finally {
            lock.unlock();
        }
        if (unwanted != null) {
            unwanted.close();
        }
        return again;
    }

    private void fail(AliasSettings wanted, LoadOutcome.Failed failed) {
        loadProblem = failed.problem();
        if (serving().isPresent()) {
            LOG.warn(
                    "Alias {} stays with what it has: {}",
                    name,
                    failed.problem().getMessage());
            return;
        }
        LOG.warn("Alias {} has no model: {}", name, failed.problem().getMessage());
        if (failed.engineMayCome()) {
            Instant end = time.now().plus(wanted.engineWait());
            patience = time.at(end, this::losePatience);
        } else {
            dispatcher.admission().refuse(this::notLoaded);
        }
    }

    private void losePatience() {
        lock.lock();
        try {
            if (patience == null) {
                return; // an engine came, and a load is under way
            }
            patience = null;
            dispatcher.admission().refuse(this::notLoaded);
        } finally {
            lock.unlock();
        }
    }

    private void calmDown() {
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
    }

    private void giveUpLoading() {
        lock.lock();
        try {
            isLoading = false;
            loadProblem = new SeraiException(
                    AliasErrors.LOAD_FAILED,
                    "Loading the model of alias '" + name
                            + "' ended with an error of the Java machine; the log has the details");
            if (serving().isEmpty()) {
                dispatcher.admission().refuse(this::notLoaded);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A wrong configuration explains more than a load that failed before it. */
    private @Nullable SeraiException problem() {
        SeraiException wrong = configurationProblem;
        return wrong != null ? wrong : loadProblem;
    }

    private SeraiException notLoaded() {
        SeraiException reason = problem();
        return new SeraiException(
                AliasErrors.NOT_LOADED,
                "Alias '" + name + "' has no loaded model: "
                        + (reason == null ? "it is being stopped" : reason.getMessage()),
                reason);
    }

    /** Starts a generation, with what the request leaves open taken from the configuration. */
    Generation submit(GenerateRequest request, GenerationListener listener) {
        return dispatcher.submit(complete(request), listener, ends);
    }

    /** Starts a generation that shows whether the alias works, and counts for nothing else. */
    Generation probe(GenerateRequest request) {
        return dispatcher.submit(request, GenerationListener.NONE, RequestListener.NONE);
    }

    /** The request with what it leaves open taken from the configuration, where there is one. */
    GenerateRequest complete(GenerateRequest request) {
        AliasSettings defaults = currentSettings();
        return defaults == null ? request : defaults.complete(request);
    }

    /**
     * The digest of the model that serves, or of the one that will: the file is hashed where that was not done before.
     *
     * @throws SeraiException where no model can serve
     */
    String modelDigest() {
        Optional<LoadedModel> serving = serving();
        if (serving.isPresent()) {
            return serving.get().info().digest();
        }
        AliasSettings wanted = currentSettings();
        if (wanted == null) {
            throw notLoaded();
        }
        return loader.digest(wanted.load().model());
    }

    private @Nullable AliasSettings currentSettings() {
        lock.lock();
        try {
            return settings;
        } finally {
            lock.unlock();
        }
    }

    /** Admits nothing more, finishes what was admitted, and closes the session then. */
    void remove() {
        lock.lock();
        try {
            removed = true;
            calmDown();
        } finally {
            lock.unlock();
        }
        dispatcher.exchange().drain(gone("was removed"));
    }

    /** Stops at once, and closes the sessions. */
    void close() {
        lock.lock();
        try {
            removed = true;
            calmDown();
        } finally {
            lock.unlock();
        }
        dispatcher.exchange().shutDown(gone("is being stopped")).forEach(LoadedModel::close);
    }

    private Supplier<SeraiException> gone(String what) {
        return () -> new SeraiException(
                AliasErrors.GONE, "Alias '" + name + "' " + what + "; send the request again when it is back");
    }

    /** True once a removed alias holds nothing any more. */
    boolean isGone() {
        return dispatcher.exchange().isDrained();
    }

    QueueSnapshot snapshot() {
        return dispatcher.snapshot();
    }

    AliasVitals vitals() {
        AliasSettings wanted = currentSettings();
        Vitals vitals = dispatcher.vitals();
        return new AliasVitals(
                info(),
                wanted == null || wanted.required(),
                Optional.ofNullable(vitals.token()),
                Optional.ofNullable(vitals.movement()),
                vitals.isDoubtful(),
                dispatcher.snapshot().longestWait());
    }

    AliasLoad load() {
        return dispatcher.load();
    }

    AliasInfo info() {
        lock.lock();
        try {
            QueueSnapshot snapshot = dispatcher.snapshot();
            Optional<SessionInfo> session =
                    snapshot.model().map(model -> model.session().info());
            AliasInfo.State state = session.isPresent()
                    ? AliasInfo.State.READY
                    : isLoading ? AliasInfo.State.LOADING : AliasInfo.State.FAILED;
            SeraiException problem = problem();
            return new AliasInfo(
                    name,
                    configuredModel,
                    version,
                    state,
                    problem == null ? "" : String.valueOf(problem.getMessage()),
                    session,
                    snapshot.load().queued(),
                    snapshot.load().running());
        } finally {
            lock.unlock();
        }
    }
}
