package org.serai.runtime.alias;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
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

    private final AliasListeners listeners = new AliasListeners();
    private final AliasTable table;
    private final Backends backends;
    private final Trials trials;
    private final Ledger ledger;
    private final Timekeeper time;
    private final Executor executor;
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
        this.time = time;
        this.executor = executor;
        this.release = release;
        Map<String, Alias> aliases = new ConcurrentSkipListMap<>();
        Engines engines = new Engines();
        Devices devices = new Devices();
        Candidates candidates = new Candidates(engines, devices);
        ModelLoader loader = new ModelLoader(parts.store(), parts.home(), candidates, parts.memory(), aliases::values);
        this.trials = new Trials(this::helper, loader::digest, time, () -> ThreadLocalRandom.current()
                .nextDouble());
        AliasContext context = new AliasContext(
                loader,
                candidates,
                engines,
                devices,
                parts.versions(),
                time,
                loading,
                executor,
                listeners::ended,
                listeners::changed,
                trials);
        Function<String, Alias> maker = name -> new Alias(name, context);
        this.table = new AliasTable(
                aliases,
                maker,
                new LocalAliases(aliases, engines, maker),
                parts.files(),
                parts.loads(),
                listeners::changed);
        this.backends = new Backends(engines, devices, table);
    }

    @Deactivate
    void close() {
        table.each(Alias::close);
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
        listeners.add(listener);
    }

    /** The listener hears nothing any more. */
    public void removeRequestListener(RequestListener listener) {
        listeners.remove(listener);
    }

    /** An engine came. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addEngine(InferenceEngine engine, Map<String, ?> properties) {
        backends.add(engine, properties);
    }

    /** An engine goes away; when this returns, none of its sessions is open any more. */
    void removeEngine(InferenceEngine engine) {
        backends.remove(engine);
    }

    /** A device came. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDevice(Device device) {
        backends.add(device);
    }

    /** A device goes away; when this returns, no session on it is open any more. */
    void removeDevice(Device device) {
        backends.remove(device);
    }

    /** Takes a new or changed configuration; one that is wrong makes an alias that is failed and says why. */
    void configure(String pid, Map<String, ?> values) {
        table.configure(pid, values);
    }

    /** Forgets a configuration: its alias finishes what it has, and goes. */
    void remove(String pid) {
        table.remove(pid);
    }

    @Override
    public List<AliasInfo> aliases() {
        return table.all().stream().map(Alias::info).toList();
    }

    @Override
    public Optional<AliasInfo> alias(String name) {
        return table.get(name).map(Alias::info);
    }

    @Override
    public Optional<AliasLoad> load(String name) {
        return table.get(name).map(Alias::load);
    }

    /** How much of an alias's session is in use; empty where there is none. */
    public Optional<SessionUsage> usage(String name) {
        return queue(name).flatMap(QueueSnapshot::model).map(model -> model.session()
                .usage());
    }

    /** The figures of an alias's queue; empty for an unknown one. */
    Optional<QueueSnapshot> queue(String name) {
        return table.get(name).map(Alias::snapshot);
    }

    /** The figures of each alias's queue, by name. */
    Map<String, QueueSnapshot> queues() {
        Map<String, QueueSnapshot> queues = new TreeMap<>();
        table.all().forEach(alias -> queues.put(alias.name(), alias.snapshot()));
        return queues;
    }

    @Override
    public Generation submit(GenerateRequest request, GenerationListener listener) {
        Alias asked = table.worker(table.find(request.model()), request.residency());
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
            return table.get(name).map(alias -> table.worker(alias, residency));
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
        AliasSettings settings = table.get(name).map(Alias::settings).orElse(null);
        return settings == null ? AliasSettings.Trials.NONE : settings.trials();
    }

    /** What tells whether each alias works. */
    public List<AliasVitals> vitals() {
        return table.all().stream().map(Alias::vitals).toList();
    }

    /** What tells whether an alias works; empty for an unknown one. */
    public Optional<AliasVitals> vitals(String name) {
        return table.get(name).map(Alias::vitals);
    }

    /**
     * Starts a generation on the alias that the request names, as {@link #submit} does, which shows whether the alias
     * works and is counted nowhere.
     */
    public Generation probe(GenerateRequest request) {
        return table.find(request.model()).probe(request);
    }

    /**
     * Completes when a task went through the timer and the executor, and every alias let it look: a sign that what hands out
     * requests is alive.
     */
    public CompletableFuture<Void> pulse() {
        return CompletableFuture.runAsync(
                () -> table.all().forEach(Alias::snapshot), task -> time.at(time.now(), () -> executor.execute(task)));
    }

    /** Loads an alias's model again. */
    void reload(String name) {
        table.find(name).reload();
    }

    /**
     * Exchanges the model of an alias. Returns at once.
     *
     * @return completes when the new model serves, or with the reason why the old one does
     */
    CompletableFuture<SwapReport> swap(String name, SwapOrder order) {
        return table.find(name).swap(order);
    }

    /** As {@link #swap}, with what was in effect before. */
    CompletableFuture<SwapReport> rollback(String name, SwapOrder order) {
        return table.find(name).rollback(order);
    }

    SeraiException unknown(String name) {
        return table.unknown(name);
    }
}
