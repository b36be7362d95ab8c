package org.serai.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;

/** Overload: of more requests than there are slots each is answered as if it were alone, or refused as too many. */
public interface OverloadContract extends EngineUnderTest {
    /** Senders of a burst, each of which waits for its answer before it asks again. */
    int SENDERS = 16;

    /** What each of them asks. */
    int REQUESTS = 3;

    @Test
    default void answersEachOfABurst() throws Exception {
        Asking.Said alone = ask().said(session(), prompt(), 6);
        Asking.Said otherAlone = ask().said(session(), otherPrompt(), 6);
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answered = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                boolean other = i % 2 == 1;
                Callable<Integer> sender =
                        () -> answered(ask().request(other ? otherPrompt() : prompt(), 6), other ? otherAlone : alone);
                answered.add(senders.submit(sender));
            }
            int sum = 0;
            for (Future<Integer> sender : answered) {
                sum += sender.get(Asking.PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            assertTrue(sum >= Asking.SLOTS, "Only " + sum + " were answered");
        }
        awaitIdle();
    }

    /** A slot may be given back right after its answer was. */
    private void awaitIdle() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Asking.PATIENCE_SECONDS);
        while (session().usage().busySlots() > 0) {
            assertTrue(System.nanoTime() < end, "Slots stay busy though nothing is asked");
            Thread.sleep(1);
        }
    }

    /** How many of a sender's requests were answered. */
    private int answered(GenerateRequest request, Asking.Said expected) throws Exception {
        int answered = 0;
        for (int i = 0; i < REQUESTS; i++) {
            if (!isRemote()) {
                int busy = session().usage().busySlots();
                assertTrue(busy <= Asking.SLOTS, busy + " slots are busy");
            }
            try {
                assertEquals(expected, Asking.Said.in(ask().ended(session(), request)));
                answered++;
            } catch (SeraiException refusal) {
                assertEquals(ErrorCategory.OVERLOAD, refusal.code().category(), refusal.getMessage());
            }
        }
        return answered;
    }

    @Test
    default void isFreeAgainWhenABurstIsCancelled() throws Exception {
        List<Generation> burst = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            burst.add(session().generate(ask().endless(), GenerationListener.NONE));
        }

        burst.forEach(Generation::cancel);
        for (Generation generation : burst) {
            Asking.finish(generation);
        }

        assertEquals(8, ask().generate(ask().request(prompt(), 8)).completionTokens());
        awaitIdle();
    }
}
