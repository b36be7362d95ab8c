package org.serai.camel;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasLoad;
import org.serai.alias.AliasService;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** Aliases whose generations the test scripts: at once, by a script, or later, by hand. */
public final class ScriptedAliases implements AliasService {
    public static final ErrorCode UNKNOWN = new ErrorCode(9001, ErrorCategory.NOT_FOUND);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<String, AliasInfo> infos = new TreeMap<>();
    private final BlockingQueue<ScriptedGeneration> submitted = new LinkedBlockingQueue<>();
    private volatile Consumer<ScriptedGeneration> script = generation -> {};

    public ScriptedAliases(String... ready) {
        for (String name : ready) {
            put(name, AliasInfo.State.READY, "");
        }
    }

    public synchronized void put(String name, AliasInfo.State state, String reason) {
        infos.put(name, new AliasInfo(name, "smollm2", 3, state, reason, Optional.empty(), 0, 0));
    }

    public synchronized void remove(String name) {
        infos.remove(name);
    }

    /** What becomes of each generation from now on, before {@link #submit} returns. */
    public ScriptedAliases script(Consumer<ScriptedGeneration> does) {
        script = does;
        return this;
    }

    /** The next generation that was submitted; waits for it. */
    public ScriptedGeneration next() throws InterruptedException {
        ScriptedGeneration generation = submitted.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (generation == null) {
            throw new AssertionError("Nothing was submitted");
        }
        return generation;
    }

    public boolean nothingSubmitted() {
        return submitted.isEmpty();
    }

    @Override
    public synchronized List<AliasInfo> aliases() {
        return List.copyOf(infos.values());
    }

    @Override
    public synchronized Optional<AliasInfo> alias(String name) {
        return Optional.ofNullable(infos.get(name));
    }

    @Override
    public Optional<AliasLoad> load(String name) {
        return alias(name).map(info -> new AliasLoad(1, 0, 0, 0, 10_000, 0, 0, Duration.ZERO, Duration.ZERO));
    }

    @Override
    public Generation submit(GenerateRequest request, GenerationListener listener) {
        if (alias(request.model()).isEmpty()) {
            throw new SeraiException(UNKNOWN, "There is no alias " + request.model());
        }
        ScriptedGeneration generation = new ScriptedGeneration(request, listener);
        submitted.add(generation);
        script.accept(generation);
        return generation;
    }
}
