package org.serai.tck.engine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelReference;
import org.serai.engine.Prompt;
import org.serai.error.ContextExceededException;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;
import org.serai.model.Support;

/** Answers: what a session has loaded, and that what it says is whole, repeatable and the same beside others. */
public interface AnswerContract extends EngineUnderTest {
    @Test
    default void namesWhatItHasLoaded() {
        assertAll(
                () -> assertEquals(model().name(), session().info().model()),
                () -> assertEquals(Asking.CONTEXT, session().info().context()),
                () -> assertEquals(Asking.SLOTS, session().info().slots()));
        if (isRemote()) {
            assertTrue(
                    session().info().digest().startsWith("server:"),
                    session().info().digest());
            assertFalse(
                    session().info().warning().isEmpty(), "Nobody can verify what a server runs, and it must say so");
        } else {
            assertEquals(model().digest(), session().info().digest());
            assertTrue(session().info().memoryBytes() > 0);
        }
    }

    @Test
    default void saysThatItSupportsWhatItRuns() {
        assertTrue(engine().supports(model(), Asking.options()).isYes());
    }

    @Test
    default void refusesWhatIsNoModel(@TempDir Path folder) throws IOException {
        ModelReference garbage = reference(Files.writeString(folder.resolve("letter.txt"), "Dear Sir or Madam"));
        ModelReference missing = reference(folder.resolve("missing.gguf"));

        for (ModelReference bad : List.of(garbage, missing)) {
            if (!isRemote()) {
                Support.No no = assertInstanceOf(Support.No.class, engine().supports(bad, Asking.options()));
                assertFalse(no.reason().isBlank());
            }
            assertThrows(SeraiException.class, () -> engine().open(bad, Asking.options()));
        }
    }

    @Test
    default void tellsTheWholeAnswerInPieces() throws Exception {
        StringBuilder pieces = new StringBuilder();
        AtomicInteger tokens = new AtomicInteger();

        GenerationResult result = Asking.finish(session().generate(ask().request(prompt(), 8), chunk -> {
            pieces.append(chunk.text());
            tokens.set(chunk.completionTokens());
        }));

        assertAll(
                () -> assertEquals(result.text(), pieces.toString()),
                () -> assertEquals(8, result.completionTokens()),
                () -> assertTrue(tokens.get() <= 8),
                () -> assertEquals(FinishReason.LENGTH, result.finishReason()),
                () -> assertEquals(session().info(), result.session()));
        if (isRemote()) {
            assertTrue(session().countPromptTokens(ask().request(prompt(), 8)) > 0);
        } else {
            assertEquals(8, result.ids().size());
            assertEquals(session().countPromptTokens(ask().request(prompt(), 8)), result.promptTokens());
        }
    }

    @Test
    default void answersTheSameWhenNothingIsLeftToChance() throws Exception {
        GenerationResult first = ask().generate(ask().request(prompt(), 16));
        GenerationResult second = ask().generate(ask().request(prompt(), 16));

        assertEquals(Asking.Said.in(first), Asking.Said.in(second));
    }

    @Test
    default void answersTheSameBesideOthers() throws Exception {
        Asking.Said alone = Asking.Said.in(ask().generate(ask().request(prompt(), 24)));
        Asking.Said otherAlone = Asking.Said.in(ask().generate(ask().request(otherPrompt(), 24)));

        List<Generation> together = new ArrayList<>();
        for (int i = 0; i < 3 * Asking.SLOTS; i++) {
            together.add(session()
                    .generate(ask().request(i % 2 == 0 ? prompt() : otherPrompt(), 24), GenerationListener.NONE));
        }

        for (int i = 0; i < together.size(); i++) {
            assertEquals(
                    i % 2 == 0 ? alone : otherAlone, Asking.Said.in(Asking.finish(together.get(i))), "request " + i);
        }
    }

    @Test
    default void repeatsWhatWasDrawnWithASeed() throws Exception {
        GenerateRequest drawn = ask().request(prompt(), 16).toBuilder()
                .sampling(Asking.sampling(1.5, null))
                .build();

        GenerationResult first = ask().generate(drawn);
        GenerationResult again = ask().generate(drawn.toBuilder()
                .sampling(Asking.sampling(1.5, first.seed()))
                .build());

        assertEquals(Asking.Said.in(first), Asking.Said.in(again));
        assertEquals(first.seed(), again.seed());
    }

    @Test
    default void endsBeforeAStopString() throws Exception {
        String text = ask().generate(ask().request(prompt(), 16)).text();
        String stop = text.substring(text.length() / 2, text.length() / 2 + 2);
        StringBuilder pieces = new StringBuilder();

        GenerationResult result = Asking.finish(session()
                .generate(
                        ask().request(prompt(), 16).toBuilder()
                                .stop(List.of(stop))
                                .build(),
                        chunk -> pieces.append(chunk.text())));

        assertEquals(text.substring(0, text.indexOf(stop)), result.text());
        assertEquals(result.text(), pieces.toString());
        assertEquals(FinishReason.STOP, result.finishReason());
    }

    @Test
    default void fillsTheContextAndNoMore() throws Exception {
        assumeTrue(isContextExact(), "The server has more context than 64 tokens");
        GenerationResult result = ask().generate(
                        ask().request(prompt(), 1).toBuilder().maxTokens(null).build());

        assertEquals(Asking.CONTEXT, result.promptTokens() + result.completionTokens());
        assertEquals(FinishReason.LENGTH, result.finishReason());
    }

    @Test
    default void takesAPromptThatFillsTheContext() throws Exception {
        assumeTrue(isContextExact(), "The server has more context than 64 tokens");
        GenerationResult result = ask().generate(ask().request(new Prompt.Tokens(new int[Asking.CONTEXT]), 1));

        assertEquals(Asking.CONTEXT, result.promptTokens());
        assertEquals(0, result.completionTokens());
        assertEquals(FinishReason.LENGTH, result.finishReason());
    }

    @Test
    default void refusesAPromptThatIsLongerThanTheContext() {
        SeraiException refusal = ask().refusal(ask().request(new Prompt.Tokens(new int[Asking.CONTEXT + 1]), 1));

        assertEquals(ErrorCategory.TOO_LONG, refusal.code().category());
        var exceeded = assertInstanceOf(ContextExceededException.class, refusal);
        assertEquals(Asking.CONTEXT + 1, exceeded.promptTokens());
        assertEquals(Asking.CONTEXT, exceeded.contextTokens());
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(String.valueOf(Asking.CONTEXT + 1)), message);
        assertTrue(message.contains(String.valueOf(Asking.CONTEXT)), message);
    }

    @Test
    default void doesNotLetTheReceiverDecideTheOutcome() throws Exception {
        CountDownLatch tried = new CountDownLatch(1);
        Generation generation =
                session().generate(ask().request(prompt(), 8), chunk -> Asking.awaitUninterruptibly(tried));

        CompletableFuture<GenerationResult> future = generation.result();
        future.cancel(true);
        future.completeExceptionally(new IllegalStateException("the receiver's own failure"));
        tried.countDown();

        assertSame(future, generation.result());
        assertEquals(8, Asking.finish(generation).completionTokens());
    }

    private static ModelReference reference(Path file) {
        return new ModelReference("bad", Optional.of(file), "sha256:0", Map.of());
    }
}
