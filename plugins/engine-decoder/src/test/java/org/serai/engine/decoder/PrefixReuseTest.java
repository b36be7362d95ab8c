package org.serai.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.serai.engine.decoder.ScriptedEngine.awaitUninterruptibly;
import static org.serai.engine.decoder.ScriptedEngine.expected;
import static org.serai.engine.decoder.ScriptedEngine.finish;
import static org.serai.engine.decoder.ScriptedEngine.request;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.serai.engine.FinishReason;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;

/** Prompts that begin alike pay for their beginning once. The scripted answers show whether what was kept is right. */
final class PrefixReuseTest {
    private static final int SLOTS = 3;
    private static final int[] INSTRUCTION =
            new SplittableRandom(3).ints(400, 32, 127).toArray();

    private final ScriptedEngine scripted = new ScriptedEngine();

    /** Rows of each pass. */
    private final List<Integer> passes = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void leavesNothingBehind() {
        scripted.assertNothingOpen();
    }

    @Test
    void paysForACommonInstructionOnce() throws Exception {
        scripted.device.passes = passes::add;
        try (ModelSession session = scripted.open(1, true)) {
            GenerationResult first = answer(session, document(1, 100));
            GenerationResult second = answer(session, document(2, 100));

            assertEquals(0, first.cachedTokens());
            assertEquals(400, second.cachedTokens(), "six whole pages, and 16 tokens that were copied");
            assertEquals(1, scripted.device.copies.get());
            assertEquals(500, second.promptTokens());
            assertEquals(List.of(500, 1, 1, 1, 1, 100, 1, 1, 1, 1), passes);
        }
    }

    @Test
    void computesEverythingAgainWhereItIsSwitchedOff() throws Exception {
        try (ModelSession session = scripted.open(1, false)) {
            for (int i = 0; i < 3; i++) {
                assertEquals(0, answer(session, document(i, 50)).cachedTokens());
            }
        }
    }

    @Test
    void answersAllTheSameWhateverWasKept() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        try (ModelSession session = scripted.open(SLOTS, true)) {
            List<int[]> prompts = new ArrayList<>();
            List<Generation> generations = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int[] prompt = document(random.nextInt(20), 1 + random.nextInt(500));
                prompts.add(prompt);
                generations.add(session.generate(
                        request(new Prompt.Tokens(prompt), 1 + random.nextInt(70)), GenerationListener.NONE));
            }
            long cached = 0;
            for (int i = 0; i < prompts.size(); i++) {
                GenerationResult result = finish(generations.get(i));
                assertEquals(expected(prompts.get(i), result.completionTokens()), result.ids(), "sequence " + i);
                cached += result.cachedTokens();
            }
            assertTrue(cached > 198 * 400, cached + " tokens came from the cache");
            assertEquals(0, session.usage().kvUsedTokens());
        }
    }

    @Test
    void waitsForAnInstructionThatIsAboutToBeThere() throws Exception {
        CountDownLatch submitted = new CountDownLatch(1);
        try (ModelSession session = scripted.open(SLOTS, true)) {
            Generation busy =
                    session.generate(request(new Prompt.Text("busy"), 1), chunk -> awaitUninterruptibly(submitted));
            Generation first =
                    session.generate(request(new Prompt.Tokens(document(1, 50)), 1), GenerationListener.NONE);
            Generation second =
                    session.generate(request(new Prompt.Tokens(document(2, 50)), 1), GenerationListener.NONE);
            submitted.countDown();
            finish(busy);

            assertEquals(0, finish(first).cachedTokens());
            assertEquals(400, finish(second).cachedTokens());
        }
    }

    @Test
    void givesBackEveryPageOfWhatIsCancelledOrFails() throws Exception {
        ModelSession session = scripted.open(SLOTS, true);
        answer(session, document(0, 100));

        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        scripted.device.passes = rows -> {
            begun.countDown();
            awaitUninterruptibly(cancelled);
        };
        Generation reading = session.generate(request(new Prompt.Tokens(document(1, 300)), 5), GenerationListener.NONE);
        assertTrue(begun.await(60, TimeUnit.SECONDS));
        reading.cancel();
        cancelled.countDown();
        assertEquals(FinishReason.CANCELLED, finish(reading).finishReason());
        assertEquals(0, session.usage().kvUsedTokens());

        scripted.device.failure.set(new IllegalStateException("the device's own failure"));
        Generation failing = session.generate(request(new Prompt.Tokens(document(2, 300)), 5), GenerationListener.NONE);
        assertThrows(ExecutionException.class, () -> failing.result().get(60, TimeUnit.SECONDS));
        assertEquals(0, session.usage().kvUsedTokens());

        assertEquals(400, answer(session, document(2, 300)).cachedTokens(), "nothing was kept of what failed");
        CountDownLatch decoding = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        scripted.device.passes = rows -> {
            if (rows == 1) {
                decoding.countDown();
                awaitUninterruptibly(closing);
            }
        };
        Generation talking =
                session.generate(request(new Prompt.Tokens(document(3, 300)), 300), GenerationListener.NONE);
        assertTrue(decoding.await(60, TimeUnit.SECONDS));
        assertTrue(session.usage().kvUsedTokens() >= 700);
        Thread closer = Thread.ofPlatform().start(session::close);
        while (closer.getState() != Thread.State.WAITING) { // for the scheduler's thread, which is in a pass
            Thread.onSpinWait();
        }
        closing.countDown();
        closer.join();
        assertEquals(FinishReason.CANCELLED, finish(talking).finishReason());
        assertEquals(0, session.usage().kvUsedTokens());
    }

    private static GenerationResult answer(ModelSession session, int[] prompt) throws Exception {
        GenerationResult result =
                finish(session.generate(request(new Prompt.Tokens(prompt), 5), GenerationListener.NONE));
        assertEquals(expected(prompt, 5), result.ids());
        return result;
    }

    /** A prompt of the instruction and a document, whose first token is its own. */
    private static int[] document(int number, int length) {
        int[] prompt = new int[INSTRUCTION.length + length];
        System.arraycopy(INSTRUCTION, 0, prompt, 0, INSTRUCTION.length);
        int[] text = new SplittableRandom(1000 + number).ints(length, 32, 127).toArray();
        text[0] = number;
        System.arraycopy(text, 0, prompt, INSTRUCTION.length, length);
        return prompt;
    }
}
