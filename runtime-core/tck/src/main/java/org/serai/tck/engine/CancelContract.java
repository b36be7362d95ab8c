package org.serai.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.serai.engine.FinishReason;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelSession;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;

/** Cancelling: what is cancelled ends soon, tells what it had, and leaves its place to others. */
public interface CancelContract extends EngineUnderTest {
    @Test
    default void stopsWhenCancelled() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Generation generation = session().generate(ask().request(prompt(), Asking.CONTEXT), chunk -> {
            started.countDown();
            Asking.awaitUninterruptibly(cancelled);
        });
        assertTrue(started.await(Asking.PATIENCE_SECONDS, TimeUnit.SECONDS));

        generation.cancel();
        generation.cancel();
        cancelled.countDown();
        GenerationResult result = Asking.finish(generation);

        assertEquals(FinishReason.CANCELLED, result.finishReason());
        assertTrue(result.completionTokens() < Asking.CONTEXT - result.promptTokens());
        assertEquals(8, ask().generate(ask().request(prompt(), 8)).completionTokens());
    }

    @Test
    default void cancelsWhoWaits() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        List<Generation> busy = new ArrayList<>();
        for (int i = 0; i < Asking.SLOTS; i++) {
            busy.add(session().generate(ask().request(prompt(), 8), chunk -> Asking.awaitUninterruptibly(cancelled)));
        }
        Generation waiting = session().generate(ask().request(prompt(), 8), GenerationListener.NONE);

        waiting.cancel();
        cancelled.countDown();

        assertEquals(FinishReason.CANCELLED, Asking.finish(waiting).finishReason());
        for (Generation generation : busy) {
            assertEquals(8, Asking.finish(generation).completionTokens());
        }
    }

    @Test
    default void cancelsAGenerationWhoseListenerFails() throws Exception {
        Generation generation = session().generate(ask().request(prompt(), Asking.CONTEXT), chunk -> {
            throw new IllegalStateException("a listener's own failure");
        });

        assertEquals(FinishReason.CANCELLED, Asking.finish(generation).finishReason());
        assertEquals(8, ask().generate(ask().request(prompt(), 8)).completionTokens());
    }

    @Test
    default void cancelsWhatRunsWhenItCloses() throws Exception {
        ModelSession closing = engine().open(model(), Asking.options());
        CountDownLatch started = new CountDownLatch(1);
        Generation generation = closing.generate(
                ask().request(prompt(), 1).toBuilder().maxTokens(null).build(), chunk -> started.countDown());
        assertTrue(started.await(Asking.PATIENCE_SECONDS, TimeUnit.SECONDS));

        closing.close();
        closing.close();

        assertNotNull(Asking.finish(generation).finishReason());
        SeraiException refusal = assertThrows(
                SeraiException.class, () -> closing.generate(ask().request(prompt(), 1), GenerationListener.NONE));
        assertEquals(ErrorCategory.UNAVAILABLE, refusal.code().category());
    }
}
