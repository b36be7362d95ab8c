package org.serai.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.serai.engine.decoder.ScriptedEngine.awaitUninterruptibly;
import static org.serai.engine.decoder.ScriptedEngine.expected;
import static org.serai.engine.decoder.ScriptedEngine.finish;
import static org.serai.engine.decoder.ScriptedEngine.request;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;

/** What a session does before its first request. */
final class WarmUpTest {
    private static final int ROWS = 64;

    private final ScriptedEngine scripted = new ScriptedEngine();
    private final ModelSession session = scripted.open(1, true);

    @AfterEach
    void leavesNothingBehind() {
        session.close();
        scripted.assertNothingOpen();
    }

    @Test
    void leavesNoTraceInAnswersAndPages() throws Exception {
        CountDownLatch decoded = new CountDownLatch(8);
        scripted.device.passes = rows -> {
            if (rows == 1) {
                decoded.countDown();
            }
        };
        session.warmUp();
        assertTrue(decoded.await(60, TimeUnit.SECONDS));

        int[] prompt = {'a', 'b', 'c'};
        assertEquals(
                expected(prompt, 20),
                finish(session.generate(request(new Prompt.Tokens(prompt), 20), GenerationListener.NONE))
                        .ids());
        assertEquals(0, session.usage().kvUsedTokens());
    }

    @Test
    void givesWayToARequestInTheMiddleOfAPass() throws Exception {
        List<Integer> passes = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch submitted = new CountDownLatch(1);
        scripted.device.passes = rows -> {
            passes.add(rows);
            begun.countDown();
            awaitUninterruptibly(submitted);
        };
        session.warmUp();
        assertTrue(begun.await(60, TimeUnit.SECONDS));
        Generation first = session.generate(request(new Prompt.Text("hello"), 3), GenerationListener.NONE);
        submitted.countDown();
        finish(first);

        assertEquals(List.of(ROWS, 5, 1, 1), List.copyOf(passes).subList(0, 4));
    }

    @Test
    void outlivesAFailure() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        scripted.device.passes = rows -> begun.countDown();
        scripted.device.failure.set(new IllegalStateException("the device's own failure"));
        session.warmUp();
        assertTrue(begun.await(60, TimeUnit.SECONDS));

        assertEquals(
                3,
                finish(session.generate(request(new Prompt.Text("hello"), 3), GenerationListener.NONE))
                        .completionTokens());
    }
}
