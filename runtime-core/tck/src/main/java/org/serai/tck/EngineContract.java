package org.serai.tck;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerateRequest.ScoreKind;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.InferenceEngine;
import org.serai.engine.Message;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.OutputFormat;
import org.serai.engine.Prompt;
import org.serai.engine.Residency;
import org.serai.engine.SamplingParameters;
import org.serai.engine.SessionOptions;
import org.serai.engine.TokenScorer;
import org.serai.engine.TokenScores;
import org.serai.error.ContextExceededException;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;
import org.serai.model.Support;

/**
 * What every {@link InferenceEngine} owes its callers. A test of an engine extends this class and says which model to run:
 * one that goes on for at least {@link #CONTEXT} tokens when its end token is ignored.
 */
public abstract class EngineContract {
    /** The context that sessions are opened with. */
    protected static final int CONTEXT = 64;

    private static final int SLOTS = 2;
    private static final long PATIENCE_SECONDS = 60;

    private ModelSession session;

    /** Leaves the session to {@link #openSession}. */
    @SuppressWarnings("NullAway.Init") // opened before each test
    protected EngineContract() {}

    /** The engine under test. */
    protected abstract InferenceEngine engine();

    /** A model that the engine can run. */
    protected abstract ModelReference model();

    /** A prompt of at least two and at most eight tokens. */
    protected abstract Prompt prompt();

    /** Another one, with another answer. */
    protected abstract Prompt otherPrompt();

    /**
     * True for an engine in front of a server. It owes the same, but for what only they know who have the model's file: its
     * digest, its memory, how many tokens a text will be, the ids of tokens, and at once that a request cannot be.
     */
    protected boolean isRemote() {
        return false;
    }

    /** False where a server has more context than sessions are opened with, so that only it can say where an answer ends. */
    protected boolean isContextExact() {
        return true;
    }

    @BeforeEach
    final void openSession() {
        session = engine().open(model(), options());
    }

    @AfterEach
    final void closeSession() {
        session.close();
    }

    @Test
    void namesWhatItHasLoaded() {
        assertAll(
                () -> assertEquals(model().name(), session.info().model()),
                () -> assertEquals(CONTEXT, session.info().context()),
                () -> assertEquals(SLOTS, session.info().slots()));
        if (isRemote()) {
            assertTrue(
                    session.info().digest().startsWith("server:"),
                    session.info().digest());
            assertFalse(session.info().warning().isEmpty(), "Nobody can verify what a server runs, and it must say so");
        } else {
            assertEquals(model().digest(), session.info().digest());
            assertTrue(session.info().memoryBytes() > 0);
        }
    }

    @Test
    void saysThatItSupportsWhatItRuns() {
        assertTrue(engine().supports(model(), options()).isYes());
    }

    @Test
    void refusesWhatIsNoModel(@TempDir Path folder) throws IOException {
        ModelReference garbage = reference(Files.writeString(folder.resolve("letter.txt"), "Dear Sir or Madam"));
        ModelReference missing = reference(folder.resolve("missing.gguf"));

        for (ModelReference bad : List.of(garbage, missing)) {
            if (!isRemote()) {
                Support.No no = assertInstanceOf(Support.No.class, engine().supports(bad, options()));
                assertFalse(no.reason().isBlank());
            }
            assertThrows(SeraiException.class, () -> engine().open(bad, options()));
        }
    }

    @Test
    void tellsTheWholeAnswerInPieces() throws Exception {
        StringBuilder pieces = new StringBuilder();
        AtomicInteger tokens = new AtomicInteger();

        GenerationResult result = finish(session.generate(request(prompt(), 8), chunk -> {
            pieces.append(chunk.text());
            tokens.set(chunk.completionTokens());
        }));

        assertAll(
                () -> assertEquals(result.text(), pieces.toString()),
                () -> assertEquals(8, result.completionTokens()),
                () -> assertTrue(tokens.get() <= 8),
                () -> assertEquals(FinishReason.LENGTH, result.finishReason()),
                () -> assertEquals(session.info(), result.session()));
        if (isRemote()) {
            assertTrue(session.countPromptTokens(request(prompt(), 8)) > 0);
        } else {
            assertEquals(8, result.ids().size());
            assertEquals(session.countPromptTokens(request(prompt(), 8)), result.promptTokens());
        }
    }

    @Test
    void answersTheSameWhenNothingIsLeftToChance() throws Exception {
        GenerationResult first = generate(request(prompt(), 16));
        GenerationResult second = generate(request(prompt(), 16));

        assertEquals(Said.in(first), Said.in(second));
    }

    @Test
    void answersTheSameBesideOthers() throws Exception {
        Said alone = Said.in(generate(request(prompt(), 24)));
        Said otherAlone = Said.in(generate(request(otherPrompt(), 24)));

        List<Generation> together = new ArrayList<>();
        for (int i = 0; i < 3 * SLOTS; i++) {
            together.add(session.generate(request(i % 2 == 0 ? prompt() : otherPrompt(), 24), GenerationListener.NONE));
        }

        for (int i = 0; i < together.size(); i++) {
            assertEquals(i % 2 == 0 ? alone : otherAlone, Said.in(finish(together.get(i))), "request " + i);
        }
    }

    @Test
    void repeatsWhatWasDrawnWithASeed() throws Exception {
        GenerateRequest drawn =
                request(prompt(), 16).toBuilder().sampling(sampling(1.5, null)).build();

        GenerationResult first = generate(drawn);
        GenerationResult again =
                generate(drawn.toBuilder().sampling(sampling(1.5, first.seed())).build());

        assertEquals(Said.in(first), Said.in(again));
        assertEquals(first.seed(), again.seed());
    }

    @Test
    void reportsTheLikeliestTokens() throws Exception {
        GenerationResult result = generate(request(prompt(), 4).toBuilder()
                .topScores(3, ScoreKind.LOGPROBS)
                .build());

        int told = result.scores().size();
        assertTrue(
                isRemote() ? told > 0 && told <= 4 : told == 4, told + " scores"); // some servers skip half characters
        for (int step = 0; step < told; step++) {
            var scores = result.scores().get(step);
            requireChosen(result, step);
            assertEquals(scores.likeliest().getFirst().id(), scores.chosen().id());
            assertEquals(scores.likeliest().getFirst().value(), scores.chosen().value());
            assertTrue(scores.values().get(0) <= 0);
            assertTrue(scores.values().get(0) >= scores.values().get(1));
            assertTrue(scores.values().get(1) >= scores.values().get(2));
        }
    }

    @Test
    void reportsTheScoresOfDrawnTokensAsTheyCome() throws Exception {
        List<TokenScores> told = Collections.synchronizedList(new ArrayList<>());

        GenerationResult result = finish(session.generate(
                request(prompt(), 12).toBuilder()
                        .sampling(sampling(1.5, 4L))
                        .topScores(1, ScoreKind.LOGPROBS)
                        .build(),
                chunk -> told.addAll(chunk.scores())));

        for (int step = 0; step < result.scores().size(); step++) {
            requireChosen(result, step);
        }
        assertEquals(result.scores().subList(0, told.size()), told);
        assertTrue(
                result.scores().stream()
                        .allMatch(scores ->
                                scores.chosen().value() <= scores.values().getFirst()),
                "Nothing is likelier than the likeliest");
    }

    @Test
    void endsBeforeAStopString() throws Exception {
        String text = generate(request(prompt(), 16)).text();
        String stop = text.substring(text.length() / 2, text.length() / 2 + 2);
        StringBuilder pieces = new StringBuilder();

        GenerationResult result = finish(session.generate(
                request(prompt(), 16).toBuilder().stop(List.of(stop)).build(), chunk -> pieces.append(chunk.text())));

        assertEquals(text.substring(0, text.indexOf(stop)), result.text());
        assertEquals(result.text(), pieces.toString());
        assertEquals(FinishReason.STOP, result.finishReason());
    }

    @Test
    void fillsTheContextAndNoMore() throws Exception {
        assumeTrue(isContextExact(), "The server has more context than 64 tokens");
        GenerationResult result =
                generate(request(prompt(), 1).toBuilder().maxTokens(null).build());

        assertEquals(CONTEXT, result.promptTokens() + result.completionTokens());
        assertEquals(FinishReason.LENGTH, result.finishReason());
    }

    /** Where the ids of tokens are known, scores tell of the same ones. */
    private void requireChosen(GenerationResult result, int step) {
        if (!isRemote() || !result.ids().isEmpty()) {
            assertEquals(
                    result.ids().get(step), result.scores().get(step).chosen().id());
        }
    }

    @Test
    void takesAPromptThatFillsTheContext() throws Exception {
        assumeTrue(isContextExact(), "The server has more context than 64 tokens");
        GenerationResult result = generate(request(new Prompt.Tokens(new int[CONTEXT]), 1));

        assertEquals(CONTEXT, result.promptTokens());
        assertEquals(0, result.completionTokens());
        assertEquals(FinishReason.LENGTH, result.finishReason());
    }

    @Test
    void refusesAPromptThatIsLongerThanTheContext() {
        SeraiException refusal = refusal(request(new Prompt.Tokens(new int[CONTEXT + 1]), 1));

        assertEquals(ErrorCategory.TOO_LONG, refusal.code().category());
        var exceeded = assertInstanceOf(ContextExceededException.class, refusal);
        assertEquals(CONTEXT + 1, exceeded.promptTokens());
        assertEquals(CONTEXT, exceeded.contextTokens());
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(String.valueOf(CONTEXT + 1)), message);
        assertTrue(message.contains(String.valueOf(CONTEXT)), message);
    }

    @Test
    void refusesBadRequests() {
        GenerateRequest good = request(prompt(), 1);
        List<GenerateRequest> bad = List.of(
                request(new Prompt.Tokens(new int[0]), 1),
                request(new Prompt.Tokens(new int[] {-1}), 1),
                request(new Prompt.Tokens(new int[] {Integer.MAX_VALUE}), 1),
                request(prompt(), 0),
                good.toBuilder().stop(List.of("")).build(),
                good.toBuilder().topScores(-1, ScoreKind.LOGPROBS).build(),
                good.toBuilder().sampling(sampling(Double.NaN, null)).build());

        for (GenerateRequest request : bad) {
            assertEquals(ErrorCategory.INVALID, refusal(request).code().category(), request.toString());
        }
    }

    @Test
    void heedsWhereARequestMayBeWorkedOn() throws Exception {
        GenerateRequest local =
                request(prompt(), 2).toBuilder().residency(Residency.LOCAL_ONLY).build();

        if (isRemote()) {
            assertEquals(ErrorCategory.UNSUPPORTED, refusal(local).code().category());
        } else {
            assertEquals(2, generate(local).completionTokens());
        }
    }

    @Test
    void holdsAnswersToAFormatOrRefuses() throws Exception {
        GenerateRequest asked = GenerateRequest.builder(
                        model().name(), new Prompt.Chat(List.of(new Message("user", "Answer with JSON."))))
                .maxTokens(8)
                .format(new OutputFormat.JsonObject())
                .build();

        GenerationResult result;
        try {
            result = generate(asked);
        } catch (SeraiException refusal) {
            assertEquals(ErrorCategory.UNSUPPORTED, refusal.code().category());
            return;
        }
        assertTrue(result.text().strip().startsWith("{"), result.text());
    }

    @Test
    void refusesWhatIsTooLate() {
        GenerateRequest late =
                request(prompt(), 1).toBuilder().deadline(Instant.EPOCH).build();

        assertEquals(ErrorCategory.TIMEOUT, refusal(late).code().category());
    }

    @Test
    void keepsWhatItHadWhenTheDeadlinePasses() throws Exception {
        Instant deadline = Instant.now().plusSeconds(1);

        GenerationResult result = finish(session.generate(
                request(prompt(), CONTEXT).toBuilder().deadline(deadline).build(), chunk -> awaitUntil(deadline)));

        assertEquals(FinishReason.ERROR, result.finishReason());
        assertTrue(result.completionTokens() < CONTEXT - result.promptTokens());
    }

    @Test
    void stopsWhenCancelled() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Generation generation = session.generate(request(prompt(), CONTEXT), chunk -> {
            started.countDown();
            awaitUninterruptibly(cancelled);
        });
        assertTrue(started.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

        generation.cancel();
        generation.cancel();
        cancelled.countDown();
        GenerationResult result = finish(generation);

        assertEquals(FinishReason.CANCELLED, result.finishReason());
        assertTrue(result.completionTokens() < CONTEXT - result.promptTokens());
        assertEquals(8, generate(request(prompt(), 8)).completionTokens());
    }

    @Test
    void cancelsWhoWaits() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        List<Generation> busy = new ArrayList<>();
        for (int i = 0; i < SLOTS; i++) {
            busy.add(session.generate(request(prompt(), 8), chunk -> awaitUninterruptibly(cancelled)));
        }
        Generation waiting = session.generate(request(prompt(), 8), GenerationListener.NONE);

        waiting.cancel();
        cancelled.countDown();

        assertEquals(FinishReason.CANCELLED, finish(waiting).finishReason());
        for (Generation generation : busy) {
            assertEquals(8, finish(generation).completionTokens());
        }
    }

    @Test
    void cancelsAGenerationWhoseListenerFails() throws Exception {
        Generation generation = session.generate(request(prompt(), CONTEXT), chunk -> {
            throw new IllegalStateException("a listener's own failure");
        });

        assertEquals(FinishReason.CANCELLED, finish(generation).finishReason());
        assertEquals(8, generate(request(prompt(), 8)).completionTokens());
    }

    @Test
    void doesNotLetTheReceiverDecideTheOutcome() throws Exception {
        CountDownLatch tried = new CountDownLatch(1);
        Generation generation = session.generate(request(prompt(), 8), chunk -> awaitUninterruptibly(tried));

        CompletableFuture<GenerationResult> future = generation.result();
        future.cancel(true);
        future.completeExceptionally(new IllegalStateException("the receiver's own failure"));
        tried.countDown();

        assertSame(future, generation.result());
        assertEquals(8, finish(generation).completionTokens());
    }

    @Test
    void cancelsWhatRunsWhenItCloses() throws Exception {
        ModelSession closing = engine().open(model(), options());
        CountDownLatch started = new CountDownLatch(1);
        Generation generation = closing.generate(
                request(prompt(), 1).toBuilder().maxTokens(null).build(), chunk -> started.countDown());
        assertTrue(started.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

        closing.close();
        closing.close();

        assertNotNull(finish(generation).finishReason());
        SeraiException refusal = assertThrows(
                SeraiException.class, () -> closing.generate(request(prompt(), 1), GenerationListener.NONE));
        assertEquals(ErrorCategory.UNAVAILABLE, refusal.code().category());
    }

    @Test
    void ratesTextWhereItCan() throws Exception {
        if (session instanceof TokenScorer scorer) {
            GenerationResult result = generate(request(prompt(), 3).toBuilder()
                    .topScores(1, ScoreKind.LOGPROBS)
                    .build());
            int[] start = promptIds(scorer);
            int[] ids = new int[start.length + 3];
            System.arraycopy(start, 0, ids, 0, start.length);
            for (int i = 0; i < 3; i++) {
                ids[start.length + i] = result.ids().get(i);
            }

            double[] scores = scorer.negativeLogLikelihoods(ids);

            assertEquals(ids.length - 1, scores.length);
            for (int i = 0; i < 3; i++) {
                double reported = -result.scores().get(i).values().getFirst();
                assertEquals(reported, scores[start.length - 1 + i], 0.1 + 0.05 * reported);
            }
            assertThrows(SeraiException.class, () -> scorer.negativeLogLikelihoods(new int[1]));
            assertThrows(SeraiException.class, () -> scorer.negativeLogLikelihoods(new int[CONTEXT + 1]));
        }
    }

    private int[] promptIds(TokenScorer scorer) {
        return switch (prompt()) {
            case Prompt.Tokens tokens -> tokens.ids();
            case Prompt.Text text -> scorer.tokenizer().encode(text.text(), true, true);
            case Prompt.Chat chat ->
                throw new IllegalArgumentException("The contract needs a plain prompt, and got " + chat);
        };
    }

    private static SessionOptions options() {
        return new SessionOptions(OptionalInt.of(CONTEXT), SLOTS, List.of(), OptionalInt.empty(), false);
    }

    private static ModelReference reference(Path file) {
        return new ModelReference("bad", Optional.of(file), "sha256:0", Map.of());
    }

    private GenerateRequest request(Prompt prompt, int maxTokens) {
        return GenerateRequest.builder(model().name(), prompt)
                .maxTokens(maxTokens)
                .ignoreEos(true)
                .build();
    }

    private static SamplingParameters sampling(double temperature, @Nullable Long seed) {
        return new SamplingParameters(temperature, null, null, null, null, null, null, null, null, null, null, seed);
    }

    /** An engine that has the model refuses at once; one in front of a server may have to wait for its word. */
    private SeraiException refusal(GenerateRequest request) {
        if (!isRemote()) {
            return assertThrows(SeraiException.class, () -> session.generate(request, GenerationListener.NONE));
        }
        return assertThrows(SeraiException.class, () -> {
            try {
                finish(session.generate(request, GenerationListener.NONE));
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        });
    }

    /** What an answer says: its text, and its tokens where they are known. */
    private record Said(String text, List<Integer> ids) {
        static Said in(GenerationResult result) {
            return new Said(result.text(), result.ids());
        }
    }

    private GenerationResult generate(GenerateRequest request) throws Exception {
        return finish(session.generate(request, GenerationListener.NONE));
    }

    private static GenerationResult finish(Generation generation)
            throws InterruptedException, ExecutionException, TimeoutException {
        return generation.result().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void awaitUntil(Instant moment) {
        while (Instant.now().isBefore(moment)) {
            Thread.onSpinWait();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
