package org.serai.engine.decoder.scheduling;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.Outcome;
import org.serai.engine.SessionInfo;
import org.serai.engine.Timings;
import org.serai.engine.TokenScores;
import org.serai.engine.decoder.sampling.Sampler;
import org.serai.engine.decoder.sampling.Scores;
import org.serai.model.TokenDecoder;
import org.serai.model.Tokenizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Continues a prompt token by token, until the model, the request or somebody ends it. */
public final class GenerationTask extends Sequence implements Generation {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationTask.class);

    private final GenerateRequest request;
    private final int[] tokens;
    private final int promptLength;
    private final Sampler sampler;
    private final @Nullable Scores scores;
    private final long seed;
    private final Tokenizer tokenizer;
    private final TokenDecoder decoder;
    private final StopStrings stops;
    private final GenerationListener listener;
    private final InstantSource clock;
    private final SessionInfo session;

    private final Outcome<GenerationResult> outcome = new Outcome<>();
    private final StringBuilder text = new StringBuilder();
    private final List<TokenScores> reported = new ArrayList<>();
    private final long submittedAt = System.nanoTime();
    private long begunAt = submittedAt;
    private long firstTokenAt;
    private long endedAt;
    private int length;
    private int scoresTold;
    private int guessedFrom;
    private @Nullable FinishReason finish;
    private @Nullable RuntimeException failure;
    private volatile boolean cancelRequested;

    /**
     * What a generation needs beside its request.
     *
     * @param sampler chooses the tokens
     * @param scores reports on them, where the request asks for it
     * @param seed the sampler's seed
     * @param tokenizer the model's tokenizer
     * @param clock tells whether the deadline has passed
     * @param session what the result names as its maker
     */
    public record Tools(
            Sampler sampler,
            @Nullable Scores scores,
            long seed,
            Tokenizer tokenizer,
            InstantSource clock,
            SessionInfo session) {}

    /**
     * @param prompt the tokens of the request's prompt, at least one
     * @param mostTokens the most tokens to generate
     */
    public GenerationTask(
            GenerateRequest request, int[] prompt, int mostTokens, GenerationListener listener, Tools tools) {
        super(request.priority(), prompt.length + mostTokens);
        this.request = request;
        this.tokens = Arrays.copyOf(prompt, prompt.length + mostTokens);
        this.promptLength = prompt.length;
        this.length = prompt.length;
        this.listener = listener;
        this.sampler = tools.sampler;
        this.scores = tools.scores;
        this.seed = tools.seed;
        this.tokenizer = tools.tokenizer;
        this.decoder = tools.tokenizer.decoder(true);
        this.stops = new StopStrings(request.stop());
        this.clock = tools.clock;
        this.session = tools.session;
    }

    @Override
    public CompletableFuture<GenerationResult> result() {
        return outcome;
    }

    @Override
    public void cancel() {
        cancelRequested = true; // the scheduler looks between steps; it never sleeps while it has sequences
    }

    @Override
    int[] tokens() {
        return tokens;
    }

    @Override
    int length() {
        return length;
    }

    @Override
    boolean inPrefill() {
        return fed() < promptLength;
    }

    @Override
    boolean wantsLogits(int position) {
        return position == length - 1;
    }

    @Override
    boolean wantsManyLogits() {
        return false;
    }

    @Override
    int guesses(int most) {
        int room = Math.min(most, tokens.length - length - 1); // the token behind the last guess has a place too
        if (room <= 0) {
            return 0;
        }
        guessedFrom = PromptLookup.find(tokens, length);
        return guessedFrom < 0 ? 0 : room;
    }

    /** Where the guess runs into the end of what is certain, it goes on as it began. */
    @Override
    void guess(int count) {
        for (int i = 0; i < count; i++) {
            tokens[length + i] = tokens[guessedFrom + i];
        }
    }

    @Override
    int promptLength() {
        return promptLength;
    }

    @Override
    void begin() {
        begunAt = System.nanoTime();
        if (length == tokens.length) {
            end(FinishReason.LENGTH);
        }
    }

    @Override
    void accept(int position, float[] logits) {
        float @Nullable [] untouched = scores == null ? null : logits.clone(); // the sampler changes them
        int id = sampler.next(logits, tokens, length);
        if (firstTokenAt == 0) {
            firstTokenAt = System.nanoTime();
        }
        if (!request.ignoreEos() && tokenizer.endsGeneration(id)) {
            end(FinishReason.STOP);
            return;
        }
        tokens[length++] = id;
        if (scores != null && untouched != null) {
            reported.add(scores.of(untouched, id));
        }
        emit(stops.push(decoder.push(id)));
        if (stops.found()) {
            end(FinishReason.STOP);
        } else if (length == tokens.length) {
            end(FinishReason.LENGTH);
        }
    }

    @Override
    void checkInterruption() {
        if (cancelRequested) {
            end(FinishReason.CANCELLED);
        } else if (request.deadline() != null && !clock.instant().isBefore(request.deadline())) {
            end(FinishReason.ERROR);
        }
    }

    @Override
    boolean ended() {
        return finish != null;
    }

    @Override
    void cancelled() {
        end(FinishReason.CANCELLED);
    }

    @Override
    void failed(Throwable cause) {
        failure = Failures.of(cause);
        end(FinishReason.ERROR);
    }

    private void end(FinishReason reason) {
        if (finish != null) {
            return;
        }
        finish = reason;
        endedAt = System.nanoTime();
        if (failure == null) {
            emit(stops.push(decoder.flush()) + stops.flush());
        }
    }

    private void emit(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        text.append(piece);
        if (cancelRequested) {
            return;
        }
        try {
            listener.onChunk(new GenerationListener.Chunk(piece, length - promptLength, scoresSinceLastTime()));
        } catch (RuntimeException | Error e) {
            LOG.warn("A listener failed, so its generation is cancelled", e);
            cancelRequested = true;
        }
    }

    private List<TokenScores> scoresSinceLastTime() {
        if (scores == null) {
            return List.of();
        }
        List<TokenScores> since = reported.subList(scoresTold, reported.size());
        scoresTold = reported.size();
        return since;
    }

    @Override
    void publish() {
        if (failure != null) {
            outcome.settleExceptionally(failure);
            return;
        }
        int[] ids = Arrays.copyOfRange(tokens, promptLength, length);
        outcome.settle(new GenerationResult(
                        text.toString(),
                        Arrays.stream(ids).boxed().toList(),
                        finish == null ? FinishReason.ERROR : finish,
                        promptLength,
                        ids.length,
                        timings(),
                        seed,
                        reported,
                        session,
                        false)
                .withCachedTokens(cached()));
    }

    private Timings timings() {
        long first = firstTokenAt == 0 ? endedAt : firstTokenAt;
        long begun = begunAt == submittedAt ? first : begunAt;
        return new Timings(
                Duration.ofNanos(begun - submittedAt),
                Duration.ofNanos(first - begun),
                Duration.ofNanos(endedAt - first));
    }
}
