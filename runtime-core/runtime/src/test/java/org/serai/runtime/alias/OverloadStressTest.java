package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serai.alias.AliasLoad;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.InferenceEngine;
import org.serai.engine.Priority;
import org.serai.engine.Prompt;
import org.serai.error.OverloadException;

/** Two hundred senders at once: the queue keeps its bound, every admitted request is answered, and every other refused. */
class OverloadStressTest {
    private static final int SENDERS = 200;
    private static final int ANSWERS = 10;
    private static final int QUEUE_TOKENS = 8192;
    private static final int SLOTS = 4;

    private final SystemTimekeeper time = new SystemTimekeeper();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong mostTokens = new AtomicLong();
    private final AtomicInteger mostRequests = new AtomicInteger();

    @Test
    @Timeout(300)
    void theQueueKeepsItsBound() throws Exception {
        ScriptedEngine engine = new ScriptedEngine("decoder");
        engine.onStart(running -> Thread.startVirtualThread(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            running.finish("answer to " + running.text());
        }));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AliasManager manager = new AliasManager(AliasFixture.parts(), time, threads, threads, time::close);
            manager.addEngine(engine, Map.of(InferenceEngine.NAME, engine.name));
            manager.configure(
                    AliasFixture.pid("chat"),
                    Map.of("model", "tiny", "slots", SLOTS, "queueTokens", QUEUE_TOKENS, "context", 512));
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                String name = "sender " + i;
                senders.add(threads.submit(() -> send(manager, name)));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
            AliasLoad load = manager.load("chat").orElseThrow();
            assertEquals(0, load.queued());
            assertEquals(0, load.queuedTokens());
            assertEquals(0, load.running());
            manager.close();
        }
        assertTrue(mostTokens.get() <= QUEUE_TOKENS, mostTokens + " tokens waited");
        assertTrue(mostRequests.get() <= SLOTS + QUEUE_TOKENS / 512, mostRequests + " requests were held");
        assertTrue(refused.get() > 0, "nothing was refused");
        assertTrue(engine.overload().isEmpty(), () -> engine.overload().toString());
    }

    private void send(AliasManager manager, String name) {
        GenerateRequest request = GenerateRequest.builder("chat", new Prompt.Text(name))
                .priority(Priority.INTERACTIVE)
                .build();
        int answered = 0;
        while (answered < ANSWERS) {
            AliasLoad load = manager.load("chat").orElseThrow();
            mostTokens.accumulateAndGet(load.queuedTokens(), Math::max);
            mostRequests.accumulateAndGet(load.queued() + load.running(), Math::max);
            try {
                Generation generation = manager.submit(request, GenerationListener.NONE);
                assertEquals("answer to " + name, generation.result().join().text());
                answered++;
            } catch (OverloadException e) {
                refused.incrementAndGet();
                LockSupport.parkNanos(Math.min(e.retryAfter().toNanos(), TimeUnit.MILLISECONDS.toNanos(50)));
            }
        }
    }
}
