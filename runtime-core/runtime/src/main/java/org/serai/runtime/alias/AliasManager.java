package org.serai.runtime.alias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasLoad;
import org.serai.alias.AliasService;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.SessionUsage;
import org.serai.error.SeraiException;
import org.serai.runtime.command.Instance;
import org.serai.runtime.ledger.Ledger;
import org.serai.runtime.store.ModelStore;
import org.serai.settings.Nearest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All aliases: keeps each as it is configured, with the engines that the service registry has, and leads
 * requests to the alias that they name. Nothing here waits for a model to load. Thread-safe.
 */
@Component(
        service = {AliasManager.class, AliasService.class},
        immediate = true)
public final class AliasManager implements AliasService {
    /** What the PID of a configuration begins with; {@code ~NAME} behind it names the alias. */
    static final String PID = "org.serai.alias";

    private static final Logger LOG = LoggerFactory.getLogger(AliasManager.class);

    private final Map<String, Alias> aliases = new ConcurrentSkipListMap<>();
    private final Set<Alias> leaving = ConcurrentHashMap.newKeySet();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final List<RequestListener> requestListeners = new CopyOnWriteArrayList<>();
    private final Engines engines = new Engines();
    private final boolean loads;
    private final Ledger ledger;
    private final ModelLoader loader;
    private final Timekeeper time;
    private final Executor loading;
    private final Executor executor;
    private final Runnable release;

    @Activate
    public AliasManager(
            @Reference(name = "store") ModelStore store,
            @Reference(name = "ledger") Ledger ledger,
            @Reference(name = "instance") Instance instance) {
        this(store::resolve, ledger, instance.isRunning(), new SystemTimekeeper());
    }

    private AliasManager(Function<String, ModelReference> store, Ledger ledger, boolean loads, SystemTimekeeper time) {
        this(
                store,
                ledger,
                loads,
                time,
                task -> Thread.ofPlatform()
                        .name("serai-loader")
                        .daemon()
                        .uncaughtExceptionHandler(
                                (thread, error) -> LOG.error("Loading a model ended with an error", error))
                        .start(task),
                task -> Thread.ofVirtual().name("serai-alias").start(task),
                time::close);
    }

    /**
     * @param store finds a model by name or path
     * @param ledger is asked where a request names its source
     * @param loads false in a process that only runs a command and loads no models
     * @param loading runs loads, each in a thread of its own
     * @param executor runs completions and closes sessions, each in a thread of its own
     * @param release frees what the manager was given, at its end
     */
    AliasManager(
            Function<String, ModelReference> store,
            Ledger ledger,
            boolean loads,
            Timekeeper time,
            Executor loading,
            Executor executor,
            Runnable release) {
        this.ledger = ledger;
        this.loads = loads;
        this.loader = new ModelLoader(store, engines);
        this.time = time;
        this.loading = loading;
        this.executor = executor;
        this.release = release;
    }

    @Deactivate
    void close() {
        everyAlias(Alias::close);
        release.run();
    }

    /** A listener came. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** A listener went. */
    public void removeListener(Listener listener) {
        listeners.remove(listener);
    }

    /** The listener hears of the end of each request. */
    public void addRequestListener(RequestListener listener) {
        requestListeners.add(listener);
    }

    /** The listener hears nothing any more. */
    public void removeRequestListener(RequestListener listener) {
        requestListeners.remove(listener);
    }

    /** An engine came. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addEngine(InferenceEngine engine, Map<String, ?> properties) {
        if (!(properties.get(InferenceEngine.NAME) instanceof String engineName)) {
            LOG.warn("The engine {} is left out: it has no service property {}", engine, InferenceEngine.NAME);
            return;
        }
        int ranking = properties.get("service.ranking") instanceof Integer value ? value : 0;
        long id = properties.get("service.id") instanceof Long value ? value : 0;
        EngineEntry entry = new EngineEntry(engineName, ranking, id, engine);
        engines.add(entry);
        everyAlias(alias -> alias.engineCame(entry));
    }

    /** An engine goes away; when this returns, none of its sessions is open any more. */
    void removeEngine(InferenceEngine engine) {
        engines.remove(engine).ifPresent(entry -> everyAlias(alias -> alias.engineWent(entry)));
    }

    private void everyAlias(Consumer<Alias> action) {
        aliases.values().forEach(action);
        leaving.forEach(action);
        leaving.removeIf(Alias::isGone);
    }

    /** Takes a new or changed configuration; one that is wrong makes an alias that is failed and says why. */
    void configure(String pid, Map<String, ?> values) {
        String name = aliasName(pid);
        Alias alias = aliases.computeIfAbsent(
                name,
                key -> new Alias(key, loader, engines, time, loading, executor, this::tellEnd, this::tellListeners));
        try {
            if (!pid.startsWith(PID + "~")) {
                throw new SeraiException(
                        AliasErrors.BAD_CONFIGURATION,
                        "The configuration " + pid + " has no alias name; name the file etc/" + PID + "~NAME.cfg");
            }
            AliasSettings settings = AliasSettingsParser.parse(name, values);
            if (!loads) {
                throw new SeraiException(
                        AliasErrors.NOT_LOADED, "This process runs a single command and loads no models");
            }
            alias.configure(settings);
        } catch (SeraiException e) {
            if (loads) {
                LOG.warn("{}", e.getMessage());
            }
            alias.misconfigure(e);
        }
    }

    /** Forgets a configuration: its alias finishes what it has, and goes. */
    void remove(String pid) {
        Alias alias = aliases.remove(aliasName(pid));
        if (alias != null) {
            leaving.removeIf(Alias::isGone);
            leaving.add(alias);
            alias.remove();
            tellListeners();
        }
    }

    private static String aliasName(String pid) {
        return pid.startsWith(PID + "~") ? pid.substring(PID.length() + 1) : pid;
    }

    private void tellListeners() {
        for (Listener listener : listeners) {
            try {
                listener.aliasesChanged();
            } catch (RuntimeException e) {
                LOG.error("A listener of aliases failed", e);
            }
        }
    }

    private void tellEnd(RequestListener.Ended request) {
        for (RequestListener listener : requestListeners) {
            try {
                listener.ended(request);
            } catch (RuntimeException e) {
                LOG.error("A listener of requests failed", e);
            }
        }
    }

    @Override
    public List<AliasInfo> aliases() {
        return aliases.values().stream().map(Alias::info).toList();
    }

    @Override
    public Optional<AliasInfo> alias(String name) {
        return Optional.ofNullable(aliases.get(name)).map(Alias::info);
    }

    @Override
    public Optional<AliasLoad> load(String name) {
        return Optional.ofNullable(aliases.get(name)).map(Alias::load);
    }

    /** How much of an alias's session is in use; empty where there is none. */
    public Optional<SessionUsage> usage(String name) {
        return queue(name).flatMap(QueueSnapshot::model).map(model -> model.session()
                .usage());
    }

    /** The figures of an alias's queue; empty for an unknown one. */
    Optional<QueueSnapshot> queue(String name) {
        return Optional.ofNullable(aliases.get(name)).map(Alias::snapshot);
    }

    /** The figures of each alias's queue, by name. */
    Map<String, QueueSnapshot> queues() {
        Map<String, QueueSnapshot> queues = new TreeMap<>();
        aliases.forEach((name, alias) -> queues.put(name, alias.snapshot()));
        return queues;
    }

    @Override
    public Generation submit(GenerateRequest request, GenerationListener listener) {
        Alias alias = find(request.model());
        return request.source() == null
                ? alias.submit(request, listener)
                : ledger.submit(alias.complete(request), alias::modelDigest, listener, alias::submit);
    }

    /** What tells whether each alias works. */
    public List<AliasVitals> vitals() {
        return aliases.values().stream().map(Alias::vitals).toList();
    }

    /** What tells whether an alias works; empty for an unknown one. */
    public Optional<AliasVitals> vitals(String name) {
        return Optional.ofNullable(aliases.get(name)).map(Alias::vitals);
    }

    /**
     * Starts a generation on the alias that the request names, as {@link #submit} does, which shows whether the alias
     * works and is counted nowhere.
     */
    public Generation probe(GenerateRequest request) {
        return find(request.model()).probe(request);
    }

    /**
     * Completes when a task went through the timer and the executor, and every alias let it look: a sign that what hands out
     * requests is alive.
     */
    public CompletableFuture<Void> pulse() {
        return CompletableFuture.runAsync(
                () -> aliases.values().forEach(Alias::snapshot),
                task -> time.at(time.now(), () -> executor.execute(task)));
    }

    /** Loads an alias's model again. */
    void reload(String name) {
        find(name).reload();
    }

    private Alias find(String name) {
        Alias alias = aliases.get(name);
        if (alias == null) {
            throw unknown(name);
        }
        return alias;
    }

    SeraiException unknown(String name) {
        return new SeraiException(
                AliasErrors.UNKNOWN_ALIAS,
                "There is no alias '" + name + "'" + Nearest.hint(name, aliases.keySet())
                        + (aliases.isEmpty()
                                ? "; none is configured"
                                : "; there are " + String.join(", ", aliases.keySet()))
                        + ". An alias is a file etc/" + PID + "~NAME.cfg");
    }
}
