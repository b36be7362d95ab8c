package org.serai.runtime.alias;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasLoad;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.SessionInfo;
import org.serai.error.SeraiException;
import org.serai.runtime.memory.Resident;

/**
 * One alias: takes its configuration and its requests, and leaves the one to a {@link ModelExchange} and the other to a
 * {@link Dispatcher}. Thread-safe; no method waits for a load.
 */
final class Alias implements Resident {
    private final String name;
    private final AliasContext context;
    private final Dispatcher dispatcher;
    private final ModelExchange exchange;
    private volatile @Nullable SeraiException configurationProblem;
    private volatile String configuredModel = "";

    Alias(String name, AliasContext context) {
        this.name = name;
        this.context = context;
        this.dispatcher = new Dispatcher(name, context.time(), context.executor(), new EngineWatch() {
            @Override
            public void worked(LoadedModel model) {
                exchange.engines().worked(model);
            }

            @Override
            public void failed(LoadedModel model, GenerateRequest request, Throwable problem) {
                exchange.engines().failed(model, request, problem);
            }
        });
        this.exchange = new ModelExchange(name, context, dispatcher, this::notLoaded);
    }

    @Override
    public String name() {
        return name;
    }

    /** Takes a new configuration. The model is loaded where it differs from the one that serves, or none serves. */
    void configure(Goal wanted) {
        configuredModel = wanted.load().model();
        configurationProblem = null;
        exchange.want(wanted);
        context.changed().run();
    }

    /**
     * Takes note of a configuration that cannot be used: what serves goes on, or what served last comes back, and the reason is
     * shown.
     */
    void misconfigure(SeraiException reason) {
        configurationProblem = reason;
        exchange.wantLastGood();
        context.changed().run();
    }

    /** Takes note that nothing is to be loaded, and why. */
    void refuse(SeraiException reason) {
        configurationProblem = reason;
        exchange.wantNothing();
        context.changed().run();
    }

    /** As {@link ModelExchange#order}, with some values of the configuration changed. */
    CompletableFuture<SwapReport> swap(SwapOrder order) {
        Goal current = currentGoal();
        Map<String, String> changes = order.changes();
        if (changes.entrySet().stream().allMatch(change -> change.getValue()
                .equals(current.content().values().get(change.getKey())))) {
            throw new SeraiException(
                    SwapErrors.BAD_ORDER,
                    "Alias '" + name + "' is configured so already; name what is to change with --model, --engine or"
                            + " --device, or load the same again with `serai alias reload " + name + "`");
        }
        return exchangeTo(current.content().with(changes), current, order);
    }

    /** As {@link ModelExchange#order}, with the configuration that was in effect before the present one. */
    CompletableFuture<SwapReport> rollback(SwapOrder order) {
        Goal current = currentGoal();
        var versions = context.versions().versions(name);
        if (versions.size() < 2) {
            throw new SeraiException(
                    SwapErrors.NO_EARLIER_VERSION,
                    "Alias '" + name + "' has no version before this one to return to; exchange its model with"
                            + " `serai alias swap " + name + " --model …`");
        }
        AliasVersion before = versions.get(versions.size() - 2);
        return exchangeTo(
                new AliasContent(
                        before.values(), before.text(), current.content().file()),
                current,
                order);
    }

    /** What the alias is to be; null where its configuration was wrong from the beginning. */
    @Nullable
    Goal goal() {
        return exchange.goal();
    }

    private Goal currentGoal() {
        Goal current = exchange.goal();
        if (current == null) {
            throw notLoaded();
        }
        return current;
    }

    private CompletableFuture<SwapReport> exchangeTo(AliasContent content, Goal current, SwapOrder order) {
        AliasSettings settings = AliasSettingsParser.parse(name, new TreeMap<>(content.values()));
        AliasSettings.Exchange said = settings.exchange();
        AliasSettings.Exchange ordered = new AliasSettings.Exchange(
                said.goldenPrompts(),
                said.drainFirst() || order.drainFirst(),
                said.drainWait(),
                said.requireShadow() || order.requireShadow(),
                said.shadowSamples(),
                said.shadowAgreement());
        CompletableFuture<SwapReport> outcome = exchange.order(new Swap(
                name,
                new Goal(settings.with(ordered), content),
                current.content().text()));
        context.changed().run();
        return outcome;
    }

    /** Loads the model again, beside the one that serves. */
    void reload() {
        exchange.reload();
        context.changed().run();
    }

    /** As {@link ModelExchange#engineCame}. */
    void engineCame(EngineEntry engine) {
        exchange.engines().engineCame(engine);
        context.changed().run();
    }

    /** An engine goes away. Returns when it can go. */
    void engineWent(EngineEntry engine) {
        if (exchange.engines().went(model -> model.engine().equals(engine))) {
            context.changed().run();
        }
    }

    /** As {@link ModelExchange#deviceCame}. */
    void deviceCame(String device) {
        exchange.engines().deviceCame(device);
        context.changed().run();
    }

    /** A device goes away. Returns when it can go. */
    void deviceWent(String device) {
        if (exchange.engines().went(model -> model.info().device().equals(device))) {
            context.changed().run();
        }
    }

    /** A wrong configuration explains more than a load that failed before it. */
    private @Nullable SeraiException problem() {
        SeraiException wrong = configurationProblem;
        return wrong != null ? wrong : exchange.problem();
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
        Generation generation = dispatcher.submit(complete(request), stream(request, listener), context.ends());
        if (exchange.isUnloaded()) {
            exchange.wake();
        }
        return generation;
    }

    /** Starts a generation whose answer is only compared. */
    Generation shadow(GenerateRequest request) {
        Generation generation =
                dispatcher.submit(complete(request), stream(request, GenerationListener.NONE), RequestListener.NONE);
        if (exchange.isUnloaded()) {
            exchange.wake();
        }
        return generation;
    }

    /** Starts a generation that shows whether the alias works, and counts for nothing else. */
    Generation probe(GenerateRequest request) {
        return dispatcher.submit(request, stream(request, GenerationListener.NONE), RequestListener.NONE);
    }

    /** A sender who goes on after the model's end wants every token, also where the model has nothing more to say. */
    private ChunkStream stream(GenerateRequest request, GenerationListener listener) {
        AliasSettings settings = exchange.settings();
        int limit = settings == null || request.ignoreEos() ? 0 : settings.loopLimit();
        return new ChunkStream(listener, new LoopDetector(limit));
    }

    /** The request with what it leaves open taken from the configuration, where there is one. */
    GenerateRequest complete(GenerateRequest request) {
        AliasSettings defaults = exchange.settings();
        return defaults == null ? request : defaults.complete(request);
    }

    /** The settings that hold for requests; null where the configuration was wrong from the beginning. */
    @Nullable
    AliasSettings settings() {
        return exchange.settings();
    }

    /**
     * The digest of the model that serves, or of the one that will: the file is hashed where that was not done before.
     *
     * @throws SeraiException where no model can serve
     */
    String modelDigest() {
        Optional<LoadedModel> serving = dispatcher.snapshot().model();
        if (serving.isPresent()) {
            return serving.get().info().digest();
        }
        return context.loader().digest(currentGoal().load());
    }

    /** Admits nothing more, finishes what was admitted, and closes the session then. */
    void remove() {
        exchange.stop();
        dispatcher.exchange().drain(gone("was removed"));
    }

    /** Stops at once, and closes the sessions. */
    void close() {
        exchange.stop();
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

    @Override
    public Instant lastUse() {
        return dispatcher.lastUse();
    }

    @Override
    public boolean isEvictable() {
        AliasSettings settings = exchange.settings();
        QueueSnapshot snapshot = dispatcher.snapshot();
        return settings != null
                && !settings.pinned()
                && snapshot.model().isPresent()
                && snapshot.load().running() == 0
                && snapshot.load().queued() == 0;
    }

    @Override
    public boolean evict(String forWhom) {
        return isEvictable() && exchange.evict();
    }

    QueueSnapshot snapshot() {
        return dispatcher.snapshot();
    }

    AliasVitals vitals() {
        AliasSettings wanted = exchange.settings();
        Vitals vitals = dispatcher.vitals();
        return new AliasVitals(
                info(),
                wanted == null || wanted.required(),
                Optional.ofNullable(vitals.token()),
                Optional.ofNullable(vitals.movement()),
                vitals.isDoubtful(),
                dispatcher.snapshot().longestWait(),
                exchange.stage(),
                exchange.held());
    }

    AliasLoad load() {
        return dispatcher.load();
    }

    AliasInfo info() {
        boolean working = exchange.isWorking(); // before the session is looked for: it is there when the work ends
        QueueSnapshot snapshot = dispatcher.snapshot();
        Optional<SessionInfo> session =
                snapshot.model().map(model -> model.session().info());
        SeraiException problem = problem();
        return new AliasInfo(
                name,
                configuredModel,
                exchange.version(),
                state(session.isPresent(), working),
                problem == null ? "" : String.valueOf(problem.getMessage()),
                session,
                snapshot.load().queued(),
                snapshot.load().running());
    }

    private AliasInfo.State state(boolean serves, boolean working) {
        if (serves) {
            return AliasInfo.State.READY;
        }
        if (working) {
            return AliasInfo.State.LOADING;
        }
        return exchange.isUnloaded() ? AliasInfo.State.UNLOADED : AliasInfo.State.FAILED;
    }
}
