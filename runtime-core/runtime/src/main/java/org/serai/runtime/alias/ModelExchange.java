package org.serai.runtime.alias;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerateRequest;
import org.serai.engine.SessionInfo;
import org.serai.engine.Source;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the session of an alias to what is wanted: by its configuration, or by an exchange that somebody ordered. A new model
 * is loaded beside the old one and takes over once it has answered the golden prompts; the old one finishes what it has and is
 * closed. Whatever fails on the way leaves the old one serving. Where the alias says so, the old one is closed first, and
 * requests wait meanwhile. At most one load is under way. Thread-safe; no method waits for a load.
 */
final class ModelExchange implements EngineWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ModelExchange.class);

    private final String name;
    private final AliasContext context;
    private final Dispatcher dispatcher;
    private final HoldOffs holdOffs;
    private final Supplier<SeraiException> notLoaded;

    private final ReentrantLock lock = new ReentrantLock();
    private final Patience patience;

    /** What the configuration wants. */
    private @Nullable Goal goal;

    /** What is in effect: what served last, or will serve first. */
    private volatile @Nullable Goal active;

    /** The exchange that somebody ordered. */
    private @Nullable Swap swap;

    /** What is loaded again because the exchange failed after the old model was closed. */
    private @Nullable Goal returnTo;

    private volatile @Nullable SeraiException problem;
    private volatile String stage = "";
    private volatile boolean unloaded;
    private volatile int version;
    private boolean working;
    private boolean again;
    private boolean reload;
    private boolean closedFirst;
    private boolean stopped;
    private Timekeeper.@Nullable Timer drainEnd;

    /** @param notLoaded what senders are told where no model is there */
    ModelExchange(String name, AliasContext context, Dispatcher dispatcher, Supplier<SeraiException> notLoaded) {
        this.name = name;
        this.context = context;
        this.dispatcher = dispatcher;
        this.notLoaded = notLoaded;
        this.holdOffs = new HoldOffs(context.time());
        this.patience = new Patience(context.time());
        List<AliasVersion> known = context.versions().versions(name);
        this.version = known.isEmpty() ? 0 : known.getLast().number();
    }

    /** What the configuration wants; null where there is none, or it was wrong from the beginning. */
    @Nullable
    Goal goal() {
        lock.lock();
        try {
            return goal;
        } finally {
            lock.unlock();
        }
    }

    /** The settings that hold for requests. */
    @Nullable
    AliasSettings settings() {
        Goal current = active;
        return current == null ? null : current.settings();
    }

    /** Why what is wanted does not serve; null where it does, or nothing was tried yet. */
    @Nullable
    SeraiException problem() {
        return problem;
    }

    /** What is being done, for people; empty where nothing is. */
    String stage() {
        return stage;
    }

    int version() {
        return version;
    }

    boolean isUnloaded() {
        return unloaded;
    }

    boolean isWorking() {
        lock.lock();
        try {
            return working;
        } finally {
            lock.unlock();
        }
    }

    List<HeldEngine> held() {
        return holdOffs.held();
    }

    private Optional<LoadedModel> serving() {
        return dispatcher.snapshot().model();
    }

    private Optional<LoadedModel> serving(AliasSettings.Load load) {
        return serving().filter(model -> model.load().equals(load));
    }

    /** The configuration changed: loads where something else serves, or nothing does. */
    void want(Goal wanted) {
        lock.lock();
        try {
            Swap ordered = swap;
            boolean touched = goal != null && goal.settings().equals(wanted.settings());
            if (ordered != null && !touched && !ordered.goal().settings().equals(wanted.settings())) {
                ordered.fail(new SeraiException(
                        SwapErrors.SUPERSEDED,
                        "The configuration of alias '" + name
                                + "' was changed while a model was exchanged, so the configuration holds"));
                swap = null;
            }
            goal = wanted;
            problem = null;
            dispatcher.admission().open(wanted.settings().queue());
            boolean sleeps = unloaded && active != null && active.load().equals(wanted.load());
            if (serving(wanted.load()).isPresent() || sleeps) {
                takeEffect(wanted);
            } else {
                if (serving().isEmpty()) {
                    active = wanted;
                }
                patience.calmDown();
                requestLoad();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what is wanted where nothing serves: the configuration is wrong. */
    void wantNothing() {
        lock.lock();
        try {
            if (serving().isEmpty()) {
                goal = null;
                active = null;
                unloaded = false;
                patience.calmDown();
                dispatcher.admission().refuse(notLoaded);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The configuration is wrong: where nothing serves, what took effect last does again, if there was something. */
    void wantLastGood() {
        lock.lock();
        try {
            if (serving().isPresent()) {
                return;
            }
            Goal last =
                    LastGood.of(name, context.versions().versions(name), null).orElse(null);
            if (last == null) {
                wantNothing();
            } else if (goal == null || !goal.settings().equals(last.settings())) {
                want(last);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Exchanges the model as somebody ordered.
     *
     * @return completes when the new one serves, or with the reason why the old one does
     */
    CompletableFuture<SwapReport> order(Swap ordered) {
        lock.lock();
        try {
            if (stopped) {
                throw notLoaded.get();
            }
            if (swap != null || returnTo != null) {
                throw new SeraiException(
                        SwapErrors.UNDER_WAY,
                        "Another exchange of alias '" + name + "' is under way (" + stage + "); `serai alias show "
                                + name + "` tells when it is over");
            }
            swap = ordered;
            problem = null;
            requestLoad();
        } finally {
            lock.unlock();
        }
        return ordered.outcome();
    }

    /** Loads the model again. */
    void reload() {
        lock.lock();
        try {
            if (goal == null) {
                throw notLoaded.get();
            }
            reload = true;
            patience.calmDown();
            dispatcher.admission().open(goal.settings().queue());
            requestLoad();
        } finally {
            lock.unlock();
        }
    }

    /** Loads the model that was unloaded while nobody needed it. */
    void wake() {
        lock.lock();
        try {
            if (unloaded && !working && !stopped && goal != null) {
                requestLoad();
            }
        } finally {
            lock.unlock();
        }
    }

    /** An engine came: loads where none serves, or where the order prefers the new one. */
    void engineCame(EngineEntry engine) {
        holdOffs.forget(engine.name());
        came(load -> !load.engines().isEmpty(), candidate -> candidate.engine().equals(engine));
    }

    /** A device came: loads where none serves, or where the order prefers the new one. */
    void deviceCame(String device) {
        holdOffs.forgetDevice(device);
        came(
                load -> !load.options().devices().isEmpty(),
                candidate -> candidate.device().isEmpty() || candidate.device().equals(device));
        tryOnceEnginesKnow();
    }

    /** An engine may learn of a device only after the alias did, and would have refused the model until then. */
    private void tryOnceEnginesKnow() {
        context.time().at(context.time().now().plus(HoldOffs.FIRST), () -> {
            if (serving().isEmpty()) {
                tryAgain();
            }
        });
    }

    private void came(Predicate<AliasSettings.Load> ordered, Predicate<Candidate> isNew) {
        lock.lock();
        try {
            Goal wanted = goal;
            if (wanted == null || stopped || unloaded) {
                return;
            }
            LoadedModel instead = serving(wanted.load()).orElse(null);
            if (instead != null && !ordered.test(wanted.load())) {
                return;
            }
            Candidates.Choice choice = context.candidates().choose(wanted.load(), holdOffs, instead);
            if (choice.usable().stream().anyMatch(isNew)) {
                patience.calmDown();
                dispatcher.admission().open(wanted.settings().queue());
                requestLoad();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sessions go away: their work waits for the next session, and that is loaded on the next engine and device of the order
     * that are there. Returns when they are closed.
     */
    boolean went(Predicate<LoadedModel> gone) {
        SessionExchange.Lost lost;
        lock.lock();
        try { // nothing that was seen to be usable before it went can be installed while it is looked for, nor later
            lost = dispatcher.exchange().lose(gone);
            if (!lost.isEmpty() && !stopped && goal != null && serving().isEmpty()) {
                patience.calmDown();
                requestLoad();
            }
        } finally {
            lock.unlock();
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
        LOG.warn("Alias {}: {}", name, model.failureReason(failure));
        if (until.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            if (!stopped && serving().filter(model::equals).isPresent()) {
                dispatcher.exchange().retire(model);
                requestLoad();
            }
        } finally {
            lock.unlock();
        }
        context.changed().run();
    }

    /** Unloads the model where it has nothing to do; the next request loads it again. */
    boolean evict() {
        LoadedModel model;
        lock.lock();
        try {
            if (working || stopped) {
                return false;
            }
            boolean before = unloaded;
            unloaded = true; // before the model is gone: whoever adds a request from then on sees it, and wakes this
            model = dispatcher.exchange().takeIdle(false);
            if (model == null) {
                unloaded = before;
                return false;
            }
        } finally {
            lock.unlock();
        }
        model.close();
        context.changed().run();
        return true;
    }

    /** Loads nothing any more. */
    void stop() {
        Swap ordered;
        lock.lock();
        try {
            stopped = true;
            ordered = swap;
            swap = null;
            patience.calmDown();
            if (drainEnd != null) {
                endDrain();
                dispatcher.exchange().letGo();
            }
        } finally {
            lock.unlock();
        }
        if (ordered != null) {
            ordered.fail(notLoaded.get());
        }
    }

    private void requestLoad() {
        if (working) {
            again = true;
        } else {
            working = true;
            context.loading().execute(this::work);
        }
    }

    private void work() {
        boolean ended = false;
        try {
            while (workOnce()) {
                context.changed().run();
            }
            ended = true;
        } finally {
            if (!ended) {
                giveUp(); // an Error goes to the thread's handler; the alias must not wait for this thread
            }
            context.changed().run();
        }
    }

    /**
     * One attempt.
     *
     * @param target what is to serve
     * @param swap the order that it comes from
     * @param instead what serves the same already: only better engines are tried; null where anything is tried
     * @param takesOver true where another model serves that is wanted no more
     */
    private record Attempt(
            Goal target, @Nullable Swap swap, @Nullable LoadedModel instead, boolean takesOver) {}

    /** Loads what is wanted now; true where something else is wanted by then. */
    private boolean workOnce() {
        Attempt attempt;
        lock.lock();
        try {
            again = false;
            attempt = nextAttempt();
            if (attempt == null) {
                rest();
                return false;
            }
            if (mustDrain(attempt)) {
                beginDrain(attempt.target());
                return false;
            }
        } finally {
            lock.unlock();
        }
        return settle(attempt, committed(attempt, load(attempt)));
    }

    private LoadOutcome load(Attempt attempt) {
        LoadedModel serving = attempt.instead();
        if (serving != null && attempt.swap() != null) {
            return new LoadOutcome.Loaded(serving); // only what needs no other session is different
        }
        AliasSettings settings = attempt.target().settings();
        try {
            if (attempt.takesOver()) {
                context.evidence().require(name, settings);
            }
        } catch (SeraiException e) {
            return new LoadOutcome.Failed(e, false, false);
        }
        return context.loader().load(new ModelLoader.Order(name, settings, holdOffs, serving, text -> stage = text));
    }

    private @Nullable Attempt nextAttempt() {
        Goal back = returnTo;
        Swap ordered = back == null ? swap : null;
        Goal target = back != null ? back : ordered != null ? ordered.goal() : goal;
        if (target == null || stopped) {
            return null;
        }
        LoadedModel instead = reload ? null : serving(target.load()).orElse(null);
        boolean takesOver = serving().isPresent() && serving(target.load()).isEmpty();
        return new Attempt(target, ordered, instead, takesOver);
    }

    private void rest() {
        working = false;
        stage = "";
    }

    private boolean mustDrain(Attempt attempt) {
        return attempt.target().settings().exchange().drainFirst()
                && attempt.instead() == null
                && serving().isPresent();
    }

    private void beginDrain(Goal target) {
        Duration most = target.settings().exchange().drainWait();
        stage = "letting the old model finish what it has";
        drainEnd = context.time().at(context.time().now().plus(most), () -> abandonDrain(target));
        dispatcher.exchange().hold(() -> context.loading().execute(this::drained));
    }

    private void endDrain() {
        Objects.requireNonNull(drainEnd).cancel();
        drainEnd = null;
    }

    /** Nothing runs any more: the old model makes room for the new one. */
    private void drained() {
        LoadedModel old;
        lock.lock();
        try {
            if (drainEnd == null) {
                return; // abandoned meanwhile
            }
            endDrain();
            old = dispatcher.exchange().takeIdle(true);
            closedFirst = old != null;
        } finally {
            lock.unlock();
        }
        if (old != null) {
            old.close();
        }
        work();
    }

    private void abandonDrain(Goal target) {
        boolean retry;
        lock.lock();
        try {
            if (drainEnd == null) {
                return;
            }
            drainEnd = null;
            dispatcher.exchange().letGo();
            stays(new SeraiException(
                    SwapErrors.DRAIN_TIMEOUT,
                    "The old model of alias '" + name + "' still works on requests after "
                            + target.settings().exchange().drainWait().toSeconds()
                            + " s; raise drainSeconds, or exchange it at a quieter time"));
            reload = false;
            retry = again;
            if (!retry) {
                rest();
            }
        } finally {
            lock.unlock();
        }
        if (retry) {
            context.loading().execute(this::work);
        }
        context.changed().run();
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

    private boolean settle(Attempt attempt, LoadOutcome outcome) {
        LoadedModel unwanted = null;
        boolean goesOn;
        lock.lock();
        try {
            boolean stale = stopped || isStale(attempt);
            switch (outcome) {
                case LoadOutcome.Loaded(LoadedModel model) -> {
                    boolean usable = !stale
                            && context.engines().contains(model.engine())
                            && !context.devices().isGone(model.info().device());
                    if (usable) {
                        install(attempt, model);
                    } else if (model != attempt.instead()) {
                        unwanted = model;
                        again |= !stopped;
                    }
                }
                case LoadOutcome.Failed failed -> {
                    if (!stale) {
                        fail(attempt, failed);
                    }
                }
            }
            goesOn = again && !stopped;
            if (!goesOn) {
                rest();
            }
            tryHeldLater();
        } finally {
            lock.unlock();
        }
        if (unwanted != null) {
            unwanted.close();
        }
        return goesOn;
    }

    private boolean isStale(Attempt attempt) {
        Goal target = returnTo != null ? returnTo : swap != null ? swap.goal() : goal;
        return target == null || !target.load().equals(attempt.target().load()) || swap != attempt.swap();
    }

    private void install(Attempt attempt, LoadedModel model) {
        int before = version;
        Optional<SessionInfo> old = serving().map(LoadedModel::info);
        Swap ordered = attempt.swap();
        if (returnTo == null) {
            problem = null;
            if (ordered != null) {
                goal = ordered.goal();
            }
            takeEffect(attempt.target());
        }
        reload = false;
        returnTo = null;
        closedFirst = false;
        unloaded = false;
        patience.reset();
        if (model != attempt.instead()) {
            dispatcher.admission().open(attempt.target().settings().queue());
            dispatcher.exchange().install(model, version);
            LOG.info("Alias {}, version {}, is served by {}", name, version, model.info());
        }
        if (ordered != null) {
            swap = null;
            ordered.succeed(new SwapReport(name, before, old, version, model.info()));
        }
    }

    private void takeEffect(Goal effective) {
        active = effective;
        version = context.versions()
                .note(name, effective.content(), context.time().now());
        dispatcher.exchange().version(version);
    }

    private void fail(Attempt attempt, LoadOutcome.Failed failed) {
        reload = false;
        if (attempt.instead() != null && attempt.swap() == null) {
            return; // what serves is what is wanted, and nothing better can be had
        }
        boolean goBack = closedFirst && returnTo == null && active != null;
        boolean wasBack = returnTo != null;
        returnTo = null;
        closedFirst = false;
        if (!wasBack) {
            stays(failed.problem());
        }
        if (goBack
                && !Objects.requireNonNull(active)
                        .load()
                        .equals(attempt.target().load())) {
            returnTo = active;
            again = true;
            return;
        }
        if (!wasBack && returnsToLastGood(attempt, failed)) {
            return;
        }
        if (attempt.swap() != null && serving().isEmpty() && goal != null) {
            again = true; // what is configured was not loaded yet
        } else if (serving().isEmpty() && !again) {
            waitOrRefuse(failed);
        }
    }

    /** After a start with a changed configuration that cannot be served, the version before it serves. */
    private boolean returnsToLastGood(Attempt attempt, LoadOutcome.Failed failed) {
        if (attempt.swap() != null || serving().isPresent() || again || failed.engineMayCome() || failed.mayPass()) {
            return false;
        }
        Goal last = LastGood.of(name, context.versions().versions(name), attempt.target())
                .orElse(null);
        if (last == null) {
            return false;
        }
        LOG.warn("Alias {} returns to version {}, which served last", name, version);
        returnTo = last;
        active = last;
        again = true;
        return true;
    }

    /** Notes why what is wanted does not serve, and tells it to whoever ordered it. */
    private void stays(SeraiException reason) {
        problem = reason;
        Swap ordered = swap;
        if (ordered != null) {
            swap = null;
            ordered.fail(reason);
        }
        if (serving().isPresent()) {
            LOG.warn("Alias {} stays with what it has: {}", name, reason.getMessage());
        } else {
            LOG.warn("Alias {} has no model: {}", name, reason.getMessage());
        }
    }

    private void waitOrRefuse(LoadOutcome.Failed failed) {
        problem = failed.problem();
        Goal wanted = goal;
        if (wanted == null || !(failed.engineMayCome() || failed.mayPass())) {
            dispatcher.admission().refuse(notLoaded);
            return;
        }
        patience.begin(wanted.settings().engineWait(), this::losePatience);
        if (failed.mayPass()) {
            patience.retry(this::tryAgain);
        }
    }

    private void losePatience() {
        lock.lock();
        try {
            if (!patience.takeEnd()) {
                return; // an engine came, and a load is under way
            }
            if (unloaded) {
                dispatcher.admission().giveUpWaiting(notLoaded); // the next request tries again
            } else {
                dispatcher.admission().refuse(notLoaded);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Where an engine that the order prefers is held off, it is tried again when that is over. */
    private void tryHeldLater() {
        if (!stopped && !working) {
            holdOffs.held().stream()
                    .map(HeldEngine::rest)
                    .min(Duration::compareTo)
                    .ifPresent(rest -> patience.retryAfter(rest, this::tryAgain));
        }
    }

    private void tryAgain() {
        lock.lock();
        try {
            boolean asleep = unloaded && dispatcher.load().queued() == 0;
            if (!stopped && goal != null && !asleep) {
                requestLoad();
            }
        } finally {
            lock.unlock();
        }
    }

    private void giveUp() {
        lock.lock();
        try {
            rest();
            reload = false;
            returnTo = null;
            dispatcher.exchange().letGo();
            stays(new SeraiException(
                    AliasErrors.LOAD_FAILED,
                    "Loading the model of alias '" + name
                            + "' ended with an error of the Java machine; the log has the details"));
            if (serving().isEmpty()) {
                dispatcher.admission().refuse(notLoaded);
            }
        } finally {
            lock.unlock();
        }
    }
}
