package org.serai.runtime.alias;

import java.nio.file.Path;
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
import java.util.concurrent.ThreadLocalRandom;
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
import org.serai.device.Device;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.Residency;
import org.serai.engine.SessionUsage;
import org.serai.error.SeraiException;
import org.serai.runtime.command.Instance;
import org.serai.runtime.ledger.Ledger;
import org.serai.runtime.memory.MemoryLedger;
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
    private final Devices devices = new Devices();
    private final boolean loads;
    private final Function<String, Path> files;
    private final Ledger ledger;
    private final Timekeeper time;
    private final Executor executor;
    private final AliasContext context;
    private final LocalAliases locals;
    private final Trials trials;
    private final Runnable release;

    @Activate
    public AliasManager(
            @Reference(name = "store") ModelStore store,
            @Reference(name = "ledger") Ledger ledger,
            @Reference(name = "memory") MemoryLedger memory,
            @Reference(name = "instance") Instance instance) {
        this(store::resolve, ledger, memory, instance, new SystemTimekeeper());
    }

    private AliasManager(
            Function<String, ModelReference> store,
            Ledger ledger,
            MemoryLedger memory,
            Instance instance,
            SystemTimekeeper time) {
        this(
                new Parts(
                        store,
                        ledger,
                        memory,
                        new VersionFiles(instance.home().resolve("data/aliases")),
                        instance.home(),
                        pid -> instance.home().resolve("etc").resolve(pid + ".cfg"),
                        instance.isRunning()),
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
     * What aliases are made with.
     *
     * @param store finds a model by name or path
     * @param ledger is asked where a request names its source
     * @param memory what models may take
     * @param versions remembers what took effect
     * @param home what paths in configurations are relative to
     * @param files says where the configuration of a PID stands
     * @param loads false in a process that only runs a command and loads no models
     */
    record Parts(
            Function<String, ModelReference> store,
            Ledger ledger,
            MemoryLedger memory,
            VersionBook versions,
            Path home,
            Function<String, Path> files,
            boolean loads) {}

    /**
     * @param loading runs loads, each in a thread of its own
     * @param executor runs completions and closes sessions, each in a thread of its own
     * @param release frees what the manager was given, at its end
     */
    AliasManager(Parts parts, Timekeeper time, Executor loading, Executor executor, Runnable release) {
        this.ledger = parts.ledger();
        this.loads = parts.loads();
        this.files = parts.files();
        this.time = time;
        this.executor = executor;
        this.release = release;
        Candidates candidates = new Candidates(engines, devices);
        ModelLoader loader = new ModelLoader(parts.store(), parts.home(), candidates, parts.memory(), aliases::values);
        this.trials = new Trials(this::helper, loader::digest, time, () -> ThreadLocalRandom.current()
                .nextDouble());
        this.context = new AliasContext(
                loader,
                candidates,
                engines,
                devices,
                parts.versions(),
                time,
                loading,
                executor,
                this::tellEnd,
                this::tellListeners,
                trials);
        this.locals = new LocalAliases(aliases, engines, name -> new Alias(name, context));
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
        boolean remote = Boolean.TRUE.equals(properties.get(InferenceEngine.REMOTE));
        EngineEntry entry = new EngineEntry(engineName, ranking, id, remote, engine);
        engines.add(entry);
        everyAlias(alias -> alias.engineCame(entry));
    }

    /** An engine goes away; when this returns, none of its sessions is open any more. */
    void removeEngine(InferenceEngine engine) {
        engines.remove(engine).ifPresent(entry -> everyAlias(alias -> alias.engineWent(entry)));
    }

    /** A device came. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDevice(Device device) {
        String name = device.info().name();
        devices.add(name);
        everyAlias(alias -> alias.deviceCame(name));
    }

    /** A device goes away; when this returns, no session on it is open any more. */
    void removeDevice(Device device) {
        String name = device.info().name();
        devices.remove(name);
        if (devices.isGone(name)) {
            everyAlias(alias -> alias.deviceWent(name));
        }
    }

    private void everyAlias(Consumer<Alias> action) {
        aliases.values().forEach(action);
        leaving.forEach(action);
        leaving.removeIf(Alias::isGone);
    }

    /** Takes a new or changed configuration; one that is wrong makes an alias that is failed and says why. */
    void configure(String pid, Map<String, ?> values) {
        String name = aliasName(pid);
        Alias alias = aliases.computeIfAbsent(name, key -> new Alias(key, context));
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
            Goal goal = new Goal(settings, AliasContent.of(values, files.apply(pid)));
            alias.configure(goal);
            locals.configure(name, goal);
        } catch (SeraiException e) {
            if (loads) {
                LOG.warn("{}", e.getMessage());
                alias.misconfigure(e);
            } else {
                alias.refuse(e);
            }
        }
    }

    /** Forgets a configuration: its alias finishes what it has, and goes. */
    void remove(String pid) {
        String name = aliasName(pid);
        Alias alias = aliases.get(name);
        if (alias != null) {
            leaving.removeIf(Alias::isGone);
            leaving.add(alias); // first, so that an engine that goes at this moment reaches it
            aliases.remove(name);
            alias.remove();
            locals.nameOf(alias).ifPresent(twin -> remove(PID + "~" + twin));
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
        Alias asked = locals.worker(find(request.model()), request.residency());
        GenerateRequest complete = asked.complete(request);
        Alias worker = trials.worker(asked, request);
        Generation generation = request.source() == null
                ? worker.submit(complete, listener)
                : ledger.submit(worker.complete(complete), worker::modelDigest, listener, worker::submit);
        trials.watch(asked, request, generation);
        return generation;
    }

    /** Another alias that may work on a request; empty where there is none. */
    private Optional<Alias> helper(String name, Residency residency) {
        try {
            return Optional.ofNullable(aliases.get(name)).map(alias -> locals.worker(alias, residency));
        } catch (SeraiException e) {
            LOG.debug("Alias {} does not work on this request", name, e);
            return Optional.empty();
        }
    }

    /** What came of the shadows of an alias since the start, a line for each model. */
    public List<Comparison> comparisons(String name) {
        return trials.comparisons(name);
    }

    /** How many requests to an alias were done by its canary since the start. */
    public long canaryRequests(String name) {
        return trials.canaryRequests(name);
    }

    /** What an alias tries; none for an unknown one. */
    AliasSettings.Trials trials(String name) {
        Alias alias = aliases.get(name);
        AliasSettings settings = alias == null ? null : alias.settings();
        return settings == null ? AliasSettings.Trials.NONE : settings.trials();
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

    /**
     * Exchanges the model of an alias. Returns at once.
     *
     * @return completes when the new model serves, or with the reason why the old one does
     */
    CompletableFuture<SwapReport> swap(String name, SwapOrder order) {
        return find(name).swap(order);
    }

    /** As {@link #swap}, with what was in effect before. */
    CompletableFuture<SwapReport> rollback(String name, SwapOrder order) {
        return find(name).rollback(order);
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
