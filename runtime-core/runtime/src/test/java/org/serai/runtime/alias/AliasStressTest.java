package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.InferenceEngine;
import org.serai.engine.Priority;
import org.serai.engine.Prompt;
import org.serai.error.SeraiException;

/**
 * Requests, cancelling, exchanged models and lost engines all at once. Every admitted request must end exactly once, with
 * its own answer or with a reason that fits; no session may be left open or be given more than it has slots for.
 */
class AliasStressTest {
    private static final List<Priority> PRIORITIES = List.of(Priority.values());
    private static final int SENDERS = 4;
    private static final int REQUESTS = 200;

    private final SystemTimekeeper time = new SystemTimekeeper();

    /** A request that was admitted, and how often it ended. */
    private record Sent(
            String prompt, CompletableFuture<GenerationResult> counted, boolean cancelled, AtomicInteger ends) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Timeout(600)
    void nothingIsLostOrDoubled(long seed) throws Exception {
        List<ScriptedEngine> engines = List.of(answering("decoder", seed), answering("spare", seed + 1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AliasManager manager = new AliasManager(AliasFixture.parts(), time, threads, threads, time::close);
            engines.forEach(engine -> add(manager, engine));
            configure(manager, 0);

            List<Future<List<Sent>>> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                int sender = i;
                senders.add(threads.submit(() -> send(manager, sender, new SplittableRandom(seed * 31 + sender))));
            }
            disturb(manager, engines, new SplittableRandom(seed), senders);
            int answered = 0;
            for (Future<List<Sent>> sender : senders) {
                for (Sent sent : sender.get()) {
                    answered += check(sent) ? 1 : 0;
                }
            }
            assertTrue(answered > 0, "Nothing was answered"); // how much depends on how often engines went
            assertEquals(
                    0,
                    Objects.requireNonNull(manager.queues().get("chat")).load().queued());
            manager.close();
        }
        for (ScriptedEngine engine : engines) {
            assertTrue(engine.sessions().stream().allMatch(ScriptedSession::isClosed), "A session is still open");
            assertTrue(engine.overload().isEmpty(), () -> engine.overload().toString());
        }
    }

    private static ScriptedEngine answering(String name, long seed) {
        ScriptedEngine engine = new ScriptedEngine(name);
        SplittableRandom random = new SplittableRandom(seed);
        engine.onStart(running -> {
            long delay;
            synchronized (random) {
                delay = random.nextLong(400);
            }
            Thread.startVirtualThread(() -> {
                LockSupport.parkNanos(delay * 1000);
                running.finish("answer to " + running.text());
            });
        });
        return engine;
    }

    private static void add(AliasManager manager, ScriptedEngine engine) {
        manager.addEngine(engine, Map.of(InferenceEngine.NAME, engine.name));
    }

    private static void configure(AliasManager manager, int change) {
        manager.configure(
                "org.serai.alias~chat",
                Map.of(
                        "model",
                        "model" + change,
                        "slots",
                        String.valueOf(1 + change % 3),
                        "engines",
                        "decoder,spare",
                        "queueTokens",
                        "32768"));
    }

    private static List<Sent> send(AliasManager manager, int sender, SplittableRandom random) {
        List<Sent> all = new ArrayList<>();
        while (all.size() < REQUESTS) {
            String prompt = sender + "/" + all.size();
            GenerateRequest.Builder request = GenerateRequest.builder("chat", new Prompt.Text(prompt))
                    .priority(PRIORITIES.get(random.nextInt(PRIORITIES.size())));
            if (random.nextInt(10) == 0) {
                request.deadline(Instant.now().plusMillis(1 + random.nextInt(20)));
            }
            try {
                Generation generation = manager.submit(request.build(), GenerationListener.NONE);
                boolean cancel = random.nextInt(5) == 0;
                AtomicInteger ends = new AtomicInteger();
                all.add(new Sent(
                        prompt,
                        generation.result().whenComplete((result, problem) -> ends.incrementAndGet()),
                        cancel,
                        ends));
                if (cancel) {
                    generation.cancel();
                }
            } catch (SeraiException e) {
                assertTrue(
                        e.code().equals(AliasErrors.QUEUE_FULL) || e.code().equals(AliasErrors.DEADLINE_PASSED),
                        e.toString());
                LockSupport.parkNanos(100_000);
            }
        }
        return all;
    }

    /** Changes the configuration and takes engines away for as long as somebody sends. */
    private static void disturb(
            AliasManager manager,
            List<ScriptedEngine> engines,
            SplittableRandom random,
            List<Future<List<Sent>>> senders)
            throws InterruptedException {
        int change = 0;
        while (!senders.stream().allMatch(Future::isDone)) {
            TimeUnit.MILLISECONDS.sleep(1 + random.nextInt(3));
            switch (random.nextInt(3)) {
                case 0 -> configure(manager, ++change);
                case 1 -> manager.reload("chat");
                default -> {
                    ScriptedEngine engine = engines.get(random.nextInt(engines.size()));
                    manager.removeEngine(engine);
                    add(manager, engine);
                }
            }
        }
    }

    /** True where the request has its answer. */
    private static boolean check(Sent sent) throws InterruptedException, TimeoutException {
        try {
            GenerationResult result = sent.counted().get(4, TimeUnit.MINUTES);
            assertEquals(1, sent.ends().get());
            if (result.finishReason() == FinishReason.STOP) {
                assertEquals("answer to " + sent.prompt(), result.text());
                return true;
            }
            assertEquals(FinishReason.CANCELLED, result.finishReason());
            assertTrue(sent.cancelled(), sent.prompt() + " was cancelled by nobody");
        } catch (ExecutionException e) {
            assertTrue(
                    e.getCause() instanceof SeraiException problem
                            && (problem.code().equals(AliasErrors.DEADLINE_PASSED)
                                    || problem.code().equals(AliasErrors.ENGINE_LOST)),
                    () -> sent.prompt() + " failed: " + e.getCause());
        }
        return false;
    }
}
