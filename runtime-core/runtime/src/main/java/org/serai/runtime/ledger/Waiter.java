package org.serai.runtime.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.SessionInfo;
import org.serai.engine.Timings;
import org.serai.error.SeraiException;

/**
 * One request that came to the ledger: it waits for an answer that others make or made, or has its own made. It completes
 * once. Thread-safe.
 */
final class Waiter implements Generation {
    /** Where a request is. */
    private enum Stage {
        /** It holds neither a place in a queue nor a slot. */
        WAITING,
        /** A model works on it, or it is being handed to its alias. */
        WORKING,
        DONE
    }

    private final GenerateRequest request;
    private final GenerationListener listener;
    private final Ledger.Worker worker;
    private final Instant accepted;
    private final CompletableFuture<GenerationResult> result = new CompletableFuture<>();
    private Stage stage = Stage.WAITING;
    private boolean cancelRequested;
    private boolean heard;
    private @Nullable Generation generation;
    private @Nullable Future<?> deadlineTimer;

    Waiter(GenerateRequest request, GenerationListener listener, Ledger.Worker worker, Instant accepted) {
        this.request = request;
        this.listener = listener;
        this.worker = worker;
        this.accepted = accepted;
    }

    GenerateRequest request() {
        return request;
    }

    /** The timer that calls {@link #expire}; it is called off at the end. */
    synchronized void expiresBy(Future<?> timer) {
        deadlineTimer = timer;
        if (stage == Stage.DONE) {
            timer.cancel(false);
        }
    }

    synchronized boolean isWaiting() {
        return stage == Stage.WAITING;
    }

    /** Decides that its request is the one that a model works on; false where it does not wait any more. */
    synchronized boolean choose() {
        if (stage != Stage.WAITING) {
            return false;
        }
        stage = Stage.WORKING;
        return true;
    }

    /** Has a model work on it, once it was chosen. */
    Generation start() {
        Generation begun = worker.submit(request, this::hear);
        boolean cancel;
        synchronized (this) {
            generation = begun;
            cancel = cancelRequested;
        }
        if (cancel) {
            begun.cancel();
        }
        return begun;
    }

    private void hear(GenerationListener.Chunk chunk) {
        if (listener != GenerationListener.NONE && !chunk.text().isEmpty()) {
            synchronized (this) {
                heard = true;
            }
        }
        listener.onChunk(chunk);
    }

    /** Gives it an answer that was not made for it. */
    void replay(GenerationResult answer) {
        if (end()) {
            sayAndComplete(answer);
        }
    }

    private void sayAndComplete(GenerationResult answer) {
        try {
            if (!answer.text().isEmpty()) {
                listener.onChunk(
                        new GenerationListener.Chunk(answer.text(), answer.completionTokens(), answer.scores()));
            }
            result.complete(answer);
        } catch (RuntimeException e) {
            result.complete(cancelled()); // a listener that throws cancels its generation
        }
    }

    /** Gives it the answer that was made for it. */
    void succeed(GenerationResult answer) {
        if (end()) {
            result.complete(answer);
        }
    }

    /** Gives it another answer than the one that was made for it, because that one was given to others first. */
    void correct(GenerationResult answer, GenerationResult made) {
        if (!end()) {
            return;
        }
        if (!hasHeard()) {
            sayAndComplete(answer);
        } else if (answer.text().equals(made.text())) {
            result.complete(answer);
        } else {
            result.completeExceptionally(new SeraiException(
                    LedgerErrors.ANSWERED_ELSEWHERE,
                    "Another instance answered the same request first, with another text than the one that is streamed"
                            + " here already; send the request again to get that answer"));
        }
    }

    private synchronized boolean hasHeard() {
        return heard;
    }

    void fail(Throwable failure) {
        if (end()) {
            result.completeExceptionally(failure);
        }
    }

    /** Its deadline passed. Where a model works on it, that sees to it. */
    void expire(Instant now) {
        if (endWaiting()) {
            result.completeExceptionally(new SeraiException(
                    LedgerErrors.DEADLINE_PASSED,
                    "The deadline of a request to alias '" + request.model() + "' passed after it waited "
                            + Duration.between(accepted, now).toMillis()
                            + " ms for the answer that another delivery of the same work is to get; allow more time"));
        }
    }

    private synchronized boolean endWaiting() {
        return stage == Stage.WAITING && end();
    }

    /** True for the caller that ends it. */
    private synchronized boolean end() {
        if (stage == Stage.DONE) {
            return false;
        }
        stage = Stage.DONE;
        if (deadlineTimer != null) {
            deadlineTimer.cancel(false);
        }
        return true;
    }

    @Override
    public CompletableFuture<GenerationResult> result() {
        return result;
    }

    @Override
    public void cancel() {
        if (endWaiting()) {
            result.complete(cancelled());
            return;
        }
        Generation running;
        synchronized (this) {
            cancelRequested = true;
            running = generation; // null while it is being started, which looks at the wish then
        }
        if (running != null) {
            running.cancel();
        }
    }

    private GenerationResult cancelled() {
        Long seed = request.sampling().seed();
        return new GenerationResult(
                "",
                List.of(),
                FinishReason.CANCELLED,
                0,
                0,
                new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO),
                seed == null ? 0 : seed,
                List.of(),
                new SessionInfo("", "", request.model(), "", 0, 0, 0, ""),
                false);
    }
}
