package org.serai.runtime.alias;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SessionInfo;
import org.serai.engine.SessionOptions;
import org.serai.engine.SessionUsage;
import org.serai.engine.Timings;

/** A session whose generations end when the test says so. Takes note where it is given more than it has slots for. */
public final class ScriptedSession implements ModelSession {
    private final SessionInfo info;
    private final List<Running> running = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final List<String> overload = new ArrayList<>();
    private volatile Consumer<Running> onStart = started -> {};
    private volatile @Nullable RuntimeException refusal;
    private boolean closed;

    ScriptedSession(String engine, ModelReference model, SessionOptions options, int number) {
        info = new SessionInfo(
                engine,
                options.devices().isEmpty()
                        ? "device" + number
                        : options.devices().getFirst(),
                model.name(),
                model.digest(),
                options.context().orElse(512),
                options.slots(),
                1 << 20,
                "");
    }

    /** What happens with each generation right after it began; called in the thread that began it. */
    public void onStart(Consumer<Running> action) {
        onStart = action;
    }

    public void refuse(@Nullable RuntimeException problem) {
        refusal = problem;
    }

    @Override
    public SessionInfo info() {
        return info;
    }

    @Override
    public synchronized SessionUsage usage() {
        return new SessionUsage(running.size(), 0, 0);
    }

    @Override
    public int countPromptTokens(GenerateRequest request) {
        return ((Prompt.Text) request.prompt()).text().length();
    }

    @Override
    public Generation generate(GenerateRequest request, GenerationListener listener) {
        RuntimeException problem = refusal;
        if (problem != null) {
            throw problem;
        }
        Running generation = new Running(request, listener);
        synchronized (this) {
            if (closed) {
                throw ScriptedEngine.broken("The session is closed");
            }
            if (running.size() >= info.slots()) {
                overload.add(generation.text() + " came beside " + running.size() + " on " + info.slots() + " slots");
            }
            running.add(generation);
            log.add(generation.text());
        }
        onStart.accept(generation);
        return generation;
    }

    @Override
    public void close() {
        List<Running> rest;
        synchronized (this) {
            closed = true;
            rest = List.copyOf(running);
        }
        rest.forEach(Running::cancel);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** The prompts that were started, in order. */
    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** What was started although every slot was taken. */
    synchronized List<String> overload() {
        return List.copyOf(overload);
    }

    public synchronized List<Running> running() {
        return List.copyOf(running);
    }

    public Running running(String prompt) {
        return running().stream()
                .filter(one -> one.text().equals(prompt))
                .findFirst()
                .orElseThrow(() -> new AssertionError(prompt + " is not running"));
    }

    /** A generation that waits for the test. */
    public final class Running implements Generation {
        final GenerateRequest request;
        final GenerationListener listener;
        private final CompletableFuture<GenerationResult> result = new CompletableFuture<>();

        Running(GenerateRequest request, GenerationListener listener) {
            this.request = request;
            this.listener = listener;
        }

        String text() {
            return ((Prompt.Text) request.prompt()).text();
        }

        public void say(String chunk) {
            listener.onChunk(new GenerationListener.Chunk(chunk, 1));
        }

        /** Ends it with an answer of as many tokens as it has words, and at least one. */
        public void finish(String answer) {
            finish(answer, Duration.ofMillis(1), Duration.ofMillis(1));
        }

        public void finish(String answer, Duration prefill, Duration decode) {
            end(answer, FinishReason.STOP, new Timings(Duration.ZERO, prefill, decode));
        }

        /** Ends it as one whose deadline passed before there was a token. */
        public void expire() {
            leave();
            complete("", 0, FinishReason.ERROR, new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO));
        }

        public void fail(RuntimeException problem) {
            leave();
            result.completeExceptionally(problem);
        }

        private void end(String answer, FinishReason reason, Timings timings) {
            leave();
            complete(answer, answer.split(" ").length, reason, timings);
        }

        private void complete(String answer, int tokens, FinishReason reason, Timings timings) {
            result.complete(new GenerationResult(
                    answer,
                    Collections.nCopies(tokens, 1),
                    reason,
                    text().length(),
                    tokens,
                    timings,
                    7,
                    List.of(),
                    info,
                    false));
        }

        private void leave() {
            synchronized (ScriptedSession.this) {
                running.remove(this);
            }
        }

        @Override
        public CompletableFuture<GenerationResult> result() {
            return result;
        }

        @Override
        public void cancel() {
            end("", FinishReason.CANCELLED, new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO));
        }
    }
}
