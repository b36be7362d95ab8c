package org.serai.camel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.SessionInfo;
import org.serai.engine.Timings;

/** A generation that does what the test says, when it says so. */
public final class ScriptedGeneration implements Generation {
    public static final String DIGEST = "sha256:0123";
    private static final SessionInfo SESSION = new SessionInfo("decoder", "cpu", "smollm2", DIGEST, 2048, 1, 1000, "");

    private final GenerateRequest request;
    private final GenerationListener listener;
    private final CompletableFuture<GenerationResult> result = new CompletableFuture<>();
    private final AtomicInteger cancellations = new AtomicInteger();
    private final StringBuilder text = new StringBuilder();

    ScriptedGeneration(GenerateRequest request, GenerationListener listener) {
        this.request = request;
        this.listener = listener;
    }

    public GenerateRequest request() {
        return request;
    }

    public ScriptedGeneration emit(String piece) {
        text.append(piece);
        listener.onChunk(new GenerationListener.Chunk(piece, text.length()));
        return this;
    }

    public void end(FinishReason reason) {
        give(result(text.toString(), reason));
    }

    public void give(GenerationResult answer) {
        result.complete(answer);
    }

    public void answer(String answer) {
        emit(answer).end(FinishReason.STOP);
    }

    public void fail(Throwable failure) {
        result.completeExceptionally(failure);
    }

    /** Ten tokens of prompt, four of answer, in 2 + 20 + 400 milliseconds, with seed 42. */
    public static GenerationResult result(String text, FinishReason reason) {
        Timings timings = new Timings(Duration.ofMillis(2), Duration.ofMillis(20), Duration.ofMillis(400));
        return new GenerationResult(text, List.of(1, 2, 3, 4), reason, 10, 4, timings, 42, List.of(), SESSION, false);
    }

    @Override
    public CompletableFuture<GenerationResult> result() {
        return result;
    }

    /** Ends at once, as an engine does within a token. */
    @Override
    public void cancel() {
        cancellations.incrementAndGet();
        end(FinishReason.CANCELLED);
    }

    public boolean isCancelled() {
        return cancellations.get() > 0;
    }
}
