package org.serai.it.scripted;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.serai.engine.FinishReason;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.SessionInfo;
import org.serai.engine.Timings;

/** Plays a script, a token at a time, in a thread of its own. */
final class ScriptedGeneration implements Generation {
    private static final Duration ENDLESS_PAUSE = Duration.ofMillis(20);

    private final Script script;
    private final SessionInfo session;
    private final int promptTokens;
    private final int maxTokens;
    private final Instant deadline;
    private final GenerationListener listener;
    private final Instant submitted = Instant.now();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CompletableFuture<GenerationResult> result = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private int tokens;
    private FinishReason finish = FinishReason.ERROR;
    private @Nullable RuntimeException failure;
    private Instant begun = submitted;

    ScriptedGeneration(
            Script script,
            SessionInfo session,
            int promptTokens,
            int maxTokens,
            Instant deadline,
            GenerationListener listener) {
        this.script = script;
        this.session = session;
        this.promptTokens = promptTokens;
        this.maxTokens = maxTokens;
        this.deadline = deadline;
        this.listener = listener;
    }

    void run() {
        begun = Instant.now();
        try {
            finish = play();
            failure = finish == FinishReason.STOP || finish == FinishReason.LENGTH
                    ? script.failure().orElse(null)
                    : null;
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private FinishReason play() {
        int next = 0;
        while (next < script.tokens().size() || script.endless()) {
            if (stopped(script.endless() ? ENDLESS_PAUSE : script.pause())) {
                return FinishReason.CANCELLED;
            }
            if (!Instant.now().isBefore(deadline)) {
                return FinishReason.ERROR;
            }
            if (tokens == maxTokens) {
                return FinishReason.LENGTH;
            }
            emit(next < script.tokens().size() ? script.tokens().get(next) : " more " + next);
            next++;
            if (script.crash() && next * 2 >= script.tokens().size()) {
                Runtime.getRuntime().halt(137);
            }
        }
        return script.finish();
    }

    private void emit(String token) {
        text.append(token);
        tokens++;
        listener.onChunk(new GenerationListener.Chunk(token, tokens));
    }

    /** Waits, unless somebody cancels. */
    private boolean stopped(Duration pause) {
        try {
            return cancelled.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Tells the outcome, once the slot is free. */
    void publish() {
        RuntimeException problem = failure;
        if (problem != null) {
            result.completeExceptionally(problem);
            return;
        }
        result.complete(new GenerationResult(
                text.toString(),
                IntStream.rangeClosed(1, tokens).boxed().toList(),
                finish,
                promptTokens,
                tokens,
                new Timings(Duration.between(submitted, begun), Duration.ZERO, Duration.between(begun, Instant.now())),
                0,
                List.of(),
                session,
                false));
    }

    @Override
    public CompletableFuture<GenerationResult> result() {
        return result.copy();
    }

    @Override
    public void cancel() {
        cancelled.countDown();
    }
}
