package org.serai.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.serai.engine.Generation;
import org.serai.engine.ModelSession;

/** Exchange: a second session is loaded beside the first, takes over its work, and neither notices the other. */
public interface SwapContract extends EngineUnderTest {
    /** How often a session takes over from the one before. */
    int EXCHANGES = 5;

    @Test
    default void theOldSessionFinishesWhatItHasBesideTheNewOne() throws Exception {
        Asking.Said expected = ask().said(session(), prompt(), 16);
        CountDownLatch exchanged = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(Asking.SLOTS);
        ModelSession old = engine().open(model(), Asking.options());
        try (ModelSession fresh = engine().open(model(), Asking.options())) {
            List<Generation> inFlight = new ArrayList<>();
            for (int i = 0; i < Asking.SLOTS; i++) {
                inFlight.add(old.generate(ask().request(prompt(), 16), chunk -> {
                    begun.countDown();
                    Asking.awaitUninterruptibly(exchanged);
                }));
            }
            assertEquals(expected, ask().said(fresh, prompt(), 16));

            exchanged.countDown();
            for (Generation generation : inFlight) {
                var result = Asking.finish(generation);
                assertEquals(expected, Asking.Said.in(result));
                assertEquals(old.info(), result.session());
            }
            assertTrue(begun.await(Asking.PATIENCE_SECONDS, TimeUnit.SECONDS));
            old.close();
            assertEquals(expected, ask().said(fresh, prompt(), 16));
        } finally {
            exchanged.countDown();
            old.close();
        }
    }

    @Test
    default void theNewSessionDoesNotNoticeThatTheOldOneCloses() throws Exception {
        Asking.Said expected = ask().said(session(), otherPrompt(), 24);
        CountDownLatch begun = new CountDownLatch(1);
        ModelSession old = engine().open(model(), Asking.options());
        try (ModelSession fresh = engine().open(model(), Asking.options())) {
            Generation running = fresh.generate(ask().request(otherPrompt(), 24), chunk -> begun.countDown());
            assertTrue(begun.await(Asking.PATIENCE_SECONDS, TimeUnit.SECONDS));

            old.close();

            assertEquals(expected, Asking.Said.in(Asking.finish(running)));
        } finally {
            old.close();
        }
    }

    @Test
    default void saysTheSameAfterEachOfManyExchanges() throws Exception {
        Asking.Said expected = ask().said(session(), prompt(), 12);
        ModelSession serving = engine().open(model(), Asking.options());
        try {
            for (int i = 0; i < EXCHANGES; i++) {
                ModelSession next = engine().open(model(), Asking.options());
                serving.close();
                serving = next;
                assertEquals(expected, ask().said(serving, prompt(), 12), "exchange " + i);
            }
        } finally {
            serving.close();
        }
    }
}
