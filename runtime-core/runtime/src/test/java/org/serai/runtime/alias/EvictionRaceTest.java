package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.ModelReference;
import org.serai.engine.Prompt;
import org.serai.runtime.memory.MemoryLedger;

/** A request that comes in the moment in which its model is unloaded for others: it is answered, by that model loaded again. */
@Timeout(300)
class EvictionRaceTest {
    private static final int ROUNDS = 2_000;
    private static final GenerateRequest REQUEST =
            GenerateRequest.builder("chat", new Prompt.Text("?")).build();

    @Test
    void whoeverAsksWhileTheModelGoesIsAnswered() throws Exception {
        try (SystemTimekeeper time = new SystemTimekeeper();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Alias alias = new Alias("chat", context(time, threads));
            alias.configure(goal());
            alias.submit(REQUEST, GenerationListener.NONE).result().get();
            for (int i = 0; i < ROUNDS; i++) {
                CountDownLatch both = new CountDownLatch(2);
                Future<?> evicting = threads.submit(() -> {
                    meet(both);
                    alias.evict("another");
                });
                meet(both);
                Generation generation = alias.submit(REQUEST, GenerationListener.NONE);
                assertEquals("answer", generation.result().get().text());
                evicting.get();
            }
            alias.close();
        }
    }

    private static void meet(CountDownLatch both) {
        both.countDown();
        while (both.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private static Goal goal() {
        Map<String, Object> values = Map.of("model", "tiny");
        return new Goal(AliasSettingsParser.parse("chat", values), AliasContent.of(values, Path.of("chat.cfg")));
    }

    private static AliasContext context(SystemTimekeeper time, ExecutorService threads) {
        ScriptedEngine engine = new ScriptedEngine("decoder");
        engine.onStart(running -> running.finish("answer"));
        Engines engines = new Engines();
        engines.add(new EngineEntry("decoder", 0, 1, false, engine));
        Devices devices = new Devices();
        Candidates candidates = new Candidates(engines, devices);
        ModelLoader loader = new ModelLoader(
                name -> new ModelReference(name, Optional.of(Path.of(name + ".gguf")), "sha256:" + name, Map.of()),
                Path.of("."),
                candidates,
                MemoryLedger.of(Map.of(), InstantSource.system()),
                List::of);
        return new AliasContext(
                loader,
                candidates,
                engines,
                devices,
                new MemoryVersions(),
                time,
                threads,
                threads,
                RequestListener.NONE,
                () -> {},
                (alias, settings) -> {});
    }
}
