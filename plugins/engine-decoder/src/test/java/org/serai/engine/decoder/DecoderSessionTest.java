package org.serai.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.serai.engine.decoder.ScriptedEngine.awaitUninterruptibly;
import static org.serai.engine.decoder.ScriptedEngine.expected;
import static org.serai.engine.decoder.ScriptedEngine.finish;
import static org.serai.engine.decoder.ScriptedEngine.request;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.Message;
import org.serai.engine.ModelSession;
import org.serai.engine.Priority;
import org.serai.engine.Prompt;
import org.serai.engine.TokenScorer;
import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.error.SeraiException;

/** Scheduling, on a device whose answers show whether every token went through at its place. */
final class DecoderSessionTest {
    private static final int SLOTS = 4;

    private final ScriptedEngine scripted = new ScriptedEngine();
    private final ScriptedDevice device = scripted.device;
    private final ModelSession session = scripted.open(SLOTS, true);

    @AfterEach
    void leavesNothingBehind() {
        session.close();
        scripted.assertNothingOpen();
    }

    @Test
    void answersEverySequenceFromItsOwnTokens() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        List<int[]> prompts = new ArrayList<>();
        List<Generation> generations = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int[] prompt = random.ints(1 + random.nextInt(i % 5 == 0 ? 900 : 20), 32, 127)
                    .toArray();
            prompts.add(prompt);
            generations.add(session.generate(
                    request(new Prompt.Tokens(prompt), 1 + random.nextInt(100)), GenerationListener.NONE));
        }
        for (int i = 0; i < prompts.size(); i++) {
            GenerationResult result = finish(generations.get(i));
            assertEquals(expected(prompts.get(i), result.completionTokens()), result.ids(), "sequence " + i);
            assertTrue(result.completionTokens() > 0);
        }
    }

    @Test
    void endsWhereTheModelDoes() throws Exception {
        int[] prompt = promptWhoseAnswerEnds();
        List<Integer> whole = expected(prompt, 50);
        int end = whole.indexOf(AsciiTokenizer.END);

        GenerationResult result = finish(session.generate(
                GenerateRequest.builder("model", new Prompt.Tokens(prompt))
                        .maxTokens(50)
                        .build(),
                GenerationListener.NONE));

        assertEquals(whole.subList(0, end), result.ids());
        assertEquals(FinishReason.STOP, result.finishReason());
    }

    @Test
    void stopsInTheMiddleOfAPass() throws Exception {
        List<Integer> layers = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        device.layers = layers::add;
        device.passes = rows -> {
            begun.countDown();
            awaitUninterruptibly(cancelled);
        };
        Generation reading = session.generate(request(new Prompt.Tokens(new int[400]), 1), GenerationListener.NONE);
        assertTrue(begun.await(60, TimeUnit.SECONDS));

        reading.cancel();
        cancelled.countDown();

        assertEquals(FinishReason.CANCELLED, finish(reading).finishReason());
        assertEquals(List.of(), layers);
        assertEquals(
                3,
                finish(session.generate(request(new Prompt.Text("short"), 3), GenerationListener.NONE))
                        .completionTokens());
    }

    @Test
    void decodesWhileALongPromptGoesThroughInChunks() throws Exception {
        List<Integer> passes = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch submitted = new CountDownLatch(1);
        Generation talking = session.generate(request(new Prompt.Text("short"), 100), chunk -> {
            started.countDown();
            awaitUninterruptibly(submitted);
        });
        assertTrue(started.await(60, TimeUnit.SECONDS));
        device.passes = passes::add;
        Generation reading = session.generate(request(new Prompt.Tokens(new int[1000]), 1), GenerationListener.NONE);
        submitted.countDown();
        finish(reading);
        finish(talking);

        int chunks = 0;
        for (int i = 0; i < passes.size(); i++) {
            if (passes.get(i) > SLOTS) {
                chunks++;
                assertTrue(passes.get(i) <= 128, passes.toString());
                assertEquals(1, passes.get(i - 1), "a decode pass goes before each chunk: " + passes);
            }
        }
        assertEquals(8, chunks, passes.toString());
    }

    @Test
    void decodesAllSequencesInOnePass() throws Exception {
        List<Integer> passes = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch submitted = new CountDownLatch(1);
        List<Generation> generations = new ArrayList<>();
        generations.add(
                session.generate(request(new Prompt.Text("first"), 40), chunk -> awaitUninterruptibly(submitted)));
        for (int i = 1; i < SLOTS; i++) {
            generations.add(session.generate(request(new Prompt.Text("number " + i), 40), GenerationListener.NONE));
        }
        device.passes = passes::add;
        submitted.countDown();
        for (Generation generation : generations) {
            finish(generation);
        }

        assertTrue(Collections.frequency(passes, SLOTS) >= 30, passes.toString());
    }

    @Test
    void servesByPriorityThenByArrival() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch submitted = new CountDownLatch(1);
        List<Generation> generations = new ArrayList<>();
        for (int i = 0; i < SLOTS; i++) {
            generations.add(
                    session.generate(request(new Prompt.Text("busy"), 100), chunk -> awaitUninterruptibly(submitted)));
        }
        for (Priority priority : List.of(Priority.BATCH, Priority.EVENT, Priority.INTERACTIVE)) {
            for (int i = 0; i < 2 * SLOTS; i++) {
                String name = priority + " " + i;
                generations.add(session.generate(
                        request(new Prompt.Text("prompt"), 1).toBuilder()
                                .priority(priority)
                                .build(),
                        chunk -> order.add(name)));
            }
        }
        submitted.countDown();
        for (Generation generation : generations) {
            finish(generation);
        }

        List<String> expected = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            for (int i = 0; i < 2 * SLOTS; i++) {
                expected.add(priority + " " + i);
            }
        }
        assertEquals(expected, order);
    }

    @Test
    void failsTheRequestsOfAFailingPassAndNoOther() throws Exception {
        IllegalStateException defect = new IllegalStateException("the device's own failure");
        device.failure.set(defect);
        Generation unlucky = session.generate(request(new Prompt.Text("unlucky"), 5), GenerationListener.NONE);

        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> unlucky.result().get(60, TimeUnit.SECONDS));
        SeraiException cause = assertInstanceOf(SeraiException.class, failure.getCause());

        assertEquals(DecoderErrors.COMPUTATION_FAILED, cause.code());
        assertSame(defect, cause.getCause());
        int[] prompt = {'o', 'k'};
        assertEquals(
                expected(prompt, 5),
                finish(session.generate(request(new Prompt.Tokens(prompt), 5), GenerationListener.NONE))
                        .ids());
    }

    @Test
    void handsOnWhatTheDeviceSays() {
        SeraiException lack = new SeraiException(DecoderErrors.NOT_ENOUGH_MEMORY, "the device's own words");
        device.failure.set(lack);
        Generation unlucky = session.generate(request(new Prompt.Text("unlucky"), 5), GenerationListener.NONE);

        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> unlucky.result().get(60, TimeUnit.SECONDS));

        assertSame(lack, failure.getCause());
    }

    @Test
    void failsTheRaterOfAFailingPass() {
        device.failure.set(new IllegalStateException("the device's own failure"));

        TokenScorer scorer = assertInstanceOf(TokenScorer.class, session);

        assertThrows(SeraiException.class, () -> scorer.negativeLogLikelihoods(new int[] {1, 2, 3}));
        assertEquals(2, scorer.negativeLogLikelihoods(new int[] {1, 2, 3}).length);
    }

    @Test
    void ratesLongTextInPieces() {
        int[] ids = new int[1000];
        ids[0] = 'a';
        for (int i = 1; i < ids.length; i++) {
            ids[i] = i % 3 == 0 ? ScriptedDevice.next(ids, i) : 1;
        }

        double[] scores = assertInstanceOf(TokenScorer.class, session).negativeLogLikelihoods(ids);

        double sum = Math.log(Math.exp(10) + ScriptedDevice.VOCABULARY - 1);
        for (int i = 1; i < ids.length; i++) {
            assertEquals(i % 3 == 0 ? sum - 10 : sum, scores[i - 1], 1e-4, "token " + i);
        }
    }

    @Test
    void rendersConversations() {
        Prompt.Chat chat = new Prompt.Chat(List.of(new Message("user", "Hello")));

        int tokens = session.countPromptTokens(request(chat, 1));

        assertEquals("the scripted template[{role=user, content=Hello}]true".length(), tokens);
    }

    @Test
    void tellsWhatATemplateSays() {
        Prompt.Chat chat = new Prompt.Chat(List.of(new Message("user", "Hello")), Map.of("fail", true));

        SeraiException refusal =
                assertThrows(SeraiException.class, () -> session.generate(request(chat, 1), GenerationListener.NONE));

        assertTrue(String.valueOf(refusal.getMessage()).contains("the template's own error"));
    }

    private static int[] promptWhoseAnswerEnds() {
        for (int first = 'a'; first < 'z'; first++) {
            if (expected(new int[] {first}, 50).indexOf(AsciiTokenizer.END) > 3) {
                return new int[] {first};
            }
        }
        throw new IllegalStateException("No prompt of one letter leads to the end token");
    }
}
