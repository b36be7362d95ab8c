package org.serai.runtime.ledger;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;

/** What stands behind the ledger: inferences that end when the test says so, and are counted. */
final class ScriptedWorker implements Ledger.Worker {
    private final List<Inference> all = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Inference> begun = new LinkedBlockingQueue<>();
    private volatile @Nullable RuntimeException refusal;
    private volatile Consumer<Inference> script = inference -> {};

    /** What becomes of each inference, right after it began. */
    ScriptedWorker script(Consumer<Inference> does) {
        script = does;
        return this;
    }

    void refuse(@Nullable RuntimeException problem) {
        refusal = problem;
    }

    @Override
    public Generation submit(GenerateRequest request, GenerationListener listener) {
        RuntimeException problem = refusal;
        if (problem != null) {
            throw problem;
        }
        Inference inference = new Inference(request, listener);
        all.add(inference);
        begun.add(inference);
        script.accept(inference);
        return inference;
    }

    int count() {
        return all.size();
    }

    /** The next inference that begins; waits for it. */
    Inference next() throws InterruptedException {
        Inference inference = begun.poll(4, TimeUnit.MINUTES);
        if (inference == null) {
            throw new AssertionError("No inference began");
        }
        return inference;
    }

    /** An inference that waits for the test. */
    static final class Inference implements Generation {
        final GenerateRequest request;
        private final GenerationListener listener;
        private final CompletableFuture<GenerationResult> result = new CompletableFuture<>();

        Inference(GenerateRequest request, GenerationListener listener) {
            this.request = request;
            this.listener = listener;
        }

        void say(String text) {
            listener.onChunk(new GenerationListener.Chunk(text, 1));
        }

        void answer(String text) {
            give(TestRequests.answer(text));
        }

        void give(GenerationResult answer) {
            result.complete(answer);
        }

        void fail(RuntimeException problem) {
            result.completeExceptionally(problem);
        }

        @Override
        public CompletableFuture<GenerationResult> result() {
            return result;
        }

        @Override
        public void cancel() {
            give(TestRequests.answer("", FinishReason.CANCELLED, TestRequests.MODEL));
        }
    }
}
