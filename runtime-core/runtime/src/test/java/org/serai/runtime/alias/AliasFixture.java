package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasInfo;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.Priority;
import org.serai.engine.Prompt;
import org.serai.error.SeraiException;
import org.serai.runtime.memory.MemoryLedger;

/** An alias manager with scripted engines, where nothing happens but what the test asks for. */
public final class AliasFixture {
    public static final String NAME = "chat";

    public final ManualTime time = new ManualTime();
    final StepExecutor loading = new StepExecutor();
    final StepExecutor executor = new StepExecutor();
    public final AliasManager manager;
    final VersionBook versions;
    private final Map<String, Path> files = new ConcurrentHashMap<>();
    private int engines;

    public AliasFixture() {
        this(true);
    }

    AliasFixture(boolean loads) {
        this(loads, MemoryLedger.of(Map.of(), InstantSource.system()), new MemoryVersions());
    }

    AliasFixture(MemoryLedger memory) {
        this(true, memory, new MemoryVersions());
    }

    AliasFixture(VersionBook versions) {
        this(true, MemoryLedger.of(Map.of(), InstantSource.system()), versions);
    }

    private AliasFixture(boolean loads, MemoryLedger memory, VersionBook versions) {
        this.versions = versions;
        manager = new AliasManager(parts(memory, versions, files, loads), time, loading, executor, () -> {});
    }

    static AliasManager.Parts parts() {
        return parts(MemoryLedger.of(Map.of(), InstantSource.system()), new MemoryVersions(), Map.of(), true);
    }

    private static AliasManager.Parts parts(
            MemoryLedger memory, VersionBook versions, Map<String, Path> files, boolean loads) {
        return new AliasManager.Parts(
                AliasFixture::resolve,
                (request, digest, listener, worker) -> worker.submit(request, listener),
                memory,
                versions,
                Path.of("."),
                pid -> files.getOrDefault(pid, Path.of("etc", pid + ".cfg")),
                loads);
    }

    private static ModelReference resolve(String name) {
        if (name.startsWith("missing")) {
            throw ScriptedEngine.broken("There is no model '" + name + "'");
        }
        return new ModelReference(name, Optional.of(Path.of(name + ".gguf")), "sha256:" + name, Map.of());
    }

    public ScriptedEngine addEngine(String name) {
        ScriptedEngine engine = new ScriptedEngine(name);
        addEngine(engine);
        return engine;
    }

    void addEngine(ScriptedEngine engine) {
        manager.addEngine(engine, Map.of(InferenceEngine.NAME, engine.name, "service.id", (long) ++engines));
    }

    public void configure(String alias, String... keysAndValues) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("service.pid", pid(alias));
        properties.put("service.factoryPid", AliasManager.PID);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        manager.configure(pid(alias), properties);
    }

    /** Takes the configuration of the alias from a file, as the container does. */
    void configureFrom(Path file) throws IOException {
        Properties read = new Properties();
        read.load(new StringReader(Files.readString(file)));
        Map<String, Object> properties = new HashMap<>();
        read.stringPropertyNames().forEach(key -> properties.put(key, read.getProperty(key)));
        properties.put("service.pid", pid(NAME));
        files.put(pid(NAME), file);
        manager.configure(pid(NAME), properties);
    }

    List<HeldEngine> held() {
        return manager.vitals(NAME).orElseThrow().held();
    }

    public void remove(String alias) {
        manager.remove(pid(alias));
    }

    static String pid(String alias) {
        return AliasManager.PID + "~" + alias;
    }

    /** A configured, loaded alias on one engine. */
    public ScriptedEngine ready(String... keysAndValues) {
        ScriptedEngine engine = addEngine("decoder");
        String[] all = new String[keysAndValues.length + 2];
        all[0] = "model";
        all[1] = "tiny";
        System.arraycopy(keysAndValues, 0, all, 2, keysAndValues.length);
        configure(NAME, all);
        settle();
        return engine;
    }

    /** Runs everything that is due, until nothing is. */
    public void settle() {
        while (loading.size() + executor.size() > 0) {
            loading.runAll();
            executor.runAll();
        }
    }

    public AliasInfo info() {
        return manager.alias(NAME).orElseThrow();
    }

    public Generation submit(String prompt) {
        return submit(prompt, Priority.EVENT, null, GenerationListener.NONE);
    }

    public Generation submit(
            String prompt, Priority priority, @Nullable Instant deadline, GenerationListener listener) {
        return manager.submit(
                GenerateRequest.builder(NAME, new Prompt.Text(prompt))
                        .priority(priority)
                        .deadline(deadline)
                        .build(),
                listener);
    }

    GenerationResult result(Generation generation) {
        settle();
        assertTrue(generation.result().isDone(), "The generation is not done");
        return generation.result().join();
    }

    String text(Generation generation) {
        return result(generation).text();
    }

    SeraiException problem(Generation generation) {
        settle();
        assertTrue(generation.result().isDone(), "The generation is not done");
        CompletionException failure = assertThrows(CompletionException.class, generation.result()::join);
        return assertInstanceOf(SeraiException.class, failure.getCause());
    }

    List<String> names() {
        return manager.aliases().stream().map(AliasInfo::name).toList();
    }

    QueueSnapshot queue() {
        return Objects.requireNonNull(manager.queues().get(NAME));
    }

    static void assertSays(String part, SeraiException problem) {
        String message = String.valueOf(problem.getMessage());
        assertTrue(message.contains(part), message);
    }
}
