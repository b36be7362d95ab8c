package org.serai.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.serai.engine.decoder.ScriptedEngine.awaitUninterruptibly;
import static org.serai.engine.decoder.ScriptedEngine.finish;
import static org.serai.engine.decoder.ScriptedEngine.request;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;

/** Prompts and answers that are worked on at once, counted in passes: none of them has to wait for another to end. */
final class FairnessTest {
    private static final int SLOTS = 4;

    /** Rows of prompts in a pass beside sequences that decode. */
    private static final int CHUNK = 128;

    private final ScriptedEngine scripted = new ScriptedEngine();
    private final ModelSession session = scripted.open(SLOTS, false);
    private final CountDownLatch submitted = new CountDownLatch(1);

    /** Rows of each pass. */
    private final List<Integer> passes = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void leavesNothingBehind() {
        session.close();
        scripted.assertNothingOpen();
    }

    @Test
    void answersGoOnWhileLongPromptsGoThroughAndTheOtherWayRound() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch decoding = new CountDownLatch(1);
        scripted.device.passes = rows -> {
            awaitUninterruptibly(begun);
            if (rows == 2) {
                decoding.countDown();
                awaitUninterruptibly(submitted);
            }
            passes.add(rows);
        };
        List<Generation> talking = List.of(talk(200), talk(200));
        begun.countDown();
        assertTrue(decoding.await(60, TimeUnit.SECONDS));
        passes.clear();
        List<Generation> reading = List.of(read(1000), read(900));
        submitted.countDown();
        for (Generation generation : reading) {
            finish(generation);
        }
        for (Generation generation : talking) {
            assertEquals(200, finish(generation).completionTokens());
        }

        List<Integer> chunks = passes.stream().filter(rows -> rows > SLOTS).toList();
        assertEquals(1900, chunks.stream().mapToInt(rows -> rows).sum());
        assertEquals(15, chunks.size(), "the end of a prompt shares its pass with the next one: " + chunks);
        for (int i = 1; i < 2 * chunks.size(); i += 2) { // before it, the pass in which the prompts came
            assertEquals(2, passes.get(i), "a token of each, and then a chunk: " + passes);
            assertTrue(passes.get(i + 1) > SLOTS && passes.get(i + 1) <= CHUNK, "a chunk: " + passes);
        }
    }

    @Test
    void shortPromptsGoThroughTogether() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        scripted.device.passes = rows -> {
            begun.countDown();
            awaitUninterruptibly(submitted);
            passes.add(rows);
        };
        Generation busy = talk(1);
        assertTrue(begun.await(60, TimeUnit.SECONDS));
        List<Generation> reading =
                IntStream.range(0, SLOTS - 1).mapToObj(i -> read(20 + i)).toList();
        submitted.countDown();
        finish(busy);
        for (Generation generation : reading) {
            finish(generation);
        }

        assertEquals(List.of("short".length(), 20 + 21 + 22), passes);
    }

    @Test
    void sequencesJoinAndLeaveAtEveryStep() throws Exception {
        scripted.device.passes = passes::add;
        List<Generation> generations = new ArrayList<>();
        generations.add(
                session.generate(request(new Prompt.Text("first"), 60), chunk -> awaitUninterruptibly(submitted)));
        for (int tokens = 2; tokens < 12; tokens++) {
            generations.add(session.generate(
                    request(new Prompt.Text("a prompt of more than four"), tokens), GenerationListener.NONE));
        }
        submitted.countDown();
        for (Generation generation : generations) {
            finish(generation);
        }

        int decoded = passes.stream()
                .filter(rows -> rows <= SLOTS)
                .mapToInt(rows -> rows)
                .sum();
        int steps = (int) passes.stream().filter(rows -> rows <= SLOTS).count();
        assertEquals(59 + IntStream.range(2, 12).map(tokens -> tokens - 1).sum(), decoded, passes.toString());
        assertEquals(59, steps, "no step is spent on waiting for others: " + passes);
    }

    private Generation talk(int tokens) {
        return session.generate(request(new Prompt.Text("short"), tokens), GenerationListener.NONE);
    }

    private Generation read(int tokens) {
        int[] prompt = new SplittableRandom(tokens).ints(tokens, 32, 127).toArray();
        return session.generate(request(new Prompt.Tokens(prompt), 1), GenerationListener.NONE);
    }
}
