package org.serai.connector.rest.openai;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasLoad;
import org.serai.alias.AliasService;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationListener.Chunk;
import org.serai.engine.GenerationResult;
import org.serai.engine.SessionInfo;
import org.serai.engine.Timings;
import org.serai.engine.TokenScores;
import org.serai.engine.ToolCall;

/** One alias, {@code house}, whose answers a test plays. */
final class PlayedAliases implements AliasService {
    static final SessionInfo SESSION =
            new SessionInfo("decoder", "cpu", "tiny", "sha256:0123456789abcdef", 128, 2, 1024, "");

    final List<Played> submitted = new ArrayList<>();
    private final BiConsumer<Played, GenerateRequest> script;

    /** @param script hears of each request when it is submitted, and may refuse it */
    PlayedAliases(BiConsumer<Played, GenerateRequest> script) {
        this.script = script;
    }

    /** A generation that does what the test says. */
    static final class Played implements Generation {
        private final GenerateRequest request;
        private final GenerationListener listener;
        private final CompletableFuture<GenerationResult> result = new CompletableFuture<>();
        final CompletableFuture<Void> cancelled = new CompletableFuture<>();

        Played(GenerateRequest request, GenerationListener listener) {
            this.request = request;
            this.listener = listener;
        }

        GenerateRequest request() {
            return request;
        }

        void say(String text, int tokens, TokenScores... scores) {
            listener.onChunk(new Chunk(text, tokens, List.of(scores)));
        }

        void end(FinishReason reason, String text, int tokens, TokenScores... scores) {
            result.complete(new GenerationResult(
                    text,
                    List.of(),
                    reason,
                    7,
                    tokens,
                    new Timings(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)),
                    42,
                    List.of(scores),
                    SESSION,
                    false));
        }

        /** Ends with calls of tools. */
        void call(String text, ToolCall... calls) {
            result.complete(new GenerationResult(
                    text,
                    List.of(),
                    FinishReason.STOP,
                    7,
                    2,
                    new Timings(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)),
                    42,
                    List.of(),
                    SESSION,
                    false,
                    List.of(calls)));
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
            cancelled.complete(null);
        }
    }

    @Override
    public List<AliasInfo> aliases() {
        return List.of(
                new AliasInfo("house", "tiny.gguf", 1, AliasInfo.State.READY, "", Optional.of(SESSION), 0, 1),
                new AliasInfo("late", "big.gguf", 1, AliasInfo.State.LOADING, "", Optional.empty(), 0, 0));
    }

    @Override
    public Optional<AliasInfo> alias(String name) {
        return aliases().stream().filter(alias -> alias.name().equals(name)).findFirst();
    }

    @Override
    public Optional<AliasLoad> load(String name) {
        return Optional.of(new AliasLoad(2, 2, 3, 900, 1000, 0, 0, Duration.ZERO, Duration.ofSeconds(3)));
    }

    @Override
    public Generation submit(GenerateRequest request, GenerationListener listener) {
        Played played = new Played(request, listener);
        submitted.add(played);
        script.accept(played, request);
        return played;
    }
}
