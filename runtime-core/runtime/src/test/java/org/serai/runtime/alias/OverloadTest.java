package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.Priority;
import org.serai.engine.Prompt;
import org.serai.error.OverloadException;

/** More work than can be done, in simulated time: answers take as long as their tokens, give or take a half. */
class OverloadTest {
    private static final Duration STEP = Duration.ofMillis(20);
    private static final int MOST_TOKENS = 400;
    private static final Duration PER_TOKEN = Duration.ofMillis(10);

    /** The longest that any request is worked on. */
    private static final Duration LONGEST = PER_TOKEN.multipliedBy(MOST_TOKENS * 3 / 2);

    private final AliasFixture fixture = new AliasFixture();

    private void start(long seed, String... configuration) {
        ScriptedSession session = fixture.ready(configuration).lastSession();
        SplittableRandom random = new SplittableRandom(seed);
        session.onStart(running -> {
            Integer most = running.request.maxTokens();
            Duration took = PER_TOKEN
                    .multipliedBy(most == null ? 1 : most)
                    .multipliedBy(500 + random.nextInt(1000))
                    .dividedBy(1000);
            fixture.time.at(fixture.time.now().plus(took), () -> running.finish("done"));
        });
    }

    private void step() {
        fixture.time.pass(STEP);
        fixture.settle();
    }

    private Generation submit(Priority priority, int tokens) {
        return fixture.manager.submit(
                GenerateRequest.builder(AliasFixture.NAME, new Prompt.Text("prompt"))
                        .priority(priority)
                        .maxTokens(tokens)
                        .build(),
                GenerationListener.NONE);
    }

    private @Nullable OverloadException trySubmit(int tokens) {
        try {
            submit(Priority.EVENT, tokens);
            return null;
        } catch (OverloadException e) {
            return e;
        }
    }

    /** Sends until there is no room, notes what is told, and waits until there is room: again and again. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 4", "4, 4", "5, 16"})
    void retryAfterIsTrueWithinAFactor(long seed, int slots) {
        start(seed, "slots", String.valueOf(slots), "queueTokens", "20000", "context", "1000");
        SplittableRandom random = new SplittableRandom(seed);
        double told = 0;
        double waited = 0;
        double slack = ServiceMeter.seconds(LONGEST) / slots + 0.5; // one request more or less
        for (int round = 0; round < 60; round++) {
            int tokens = 1 + random.nextInt(MOST_TOKENS);
            OverloadException refusal = trySubmit(tokens);
            while (refusal == null) {
                tokens = 1 + random.nextInt(MOST_TOKENS);
                refusal = trySubmit(tokens);
            }
            Instant since = fixture.time.now();
            do {
                step();
            } while (trySubmit(tokens) != null);
            if (round < 20) {
                continue; // what is measured is learnt first
            }
            double retryAfter = ServiceMeter.seconds(refusal.retryAfter());
            double actual = ServiceMeter.seconds(Duration.between(since, fixture.time.now()));
            assertTrue(
                    retryAfter <= 3 * actual + slack && actual <= 3 * retryAfter + slack,
                    () -> "told " + retryAfter + " s and waited " + actual + " s");
            told += retryAfter;
            waited += actual;
        }
        double all = told / waited;
        assertTrue(all > 0.5 && all < 2, "told " + told + " s and waited " + waited + " s");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anInteractiveRequestWaitsForOneSlotWhileABatchRuns(long seed) {
        start(seed, "slots", "2");
        assertTrue(longestWaitBesideABatch(seed).compareTo(LONGEST) <= 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void withASlotOfItsOwnItDoesNotWaitAtAll(long seed) {
        start(seed, "slots", "2", "interactiveSlots", "1");
        assertEquals(Duration.ZERO, longestWaitBesideABatch(seed));
    }

    /** One person after the other, each waiting for his answer, beside 500 batch requests. */
    private Duration longestWaitBesideABatch(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Generation> batch = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            batch.add(submit(Priority.BATCH, 1 + random.nextInt(MOST_TOKENS)));
        }
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 30; i++) {
            Generation person = submit(Priority.INTERACTIVE, 1 + random.nextInt(50));
            while (!person.result().isDone()) {
                step();
            }
            Duration waited = person.result().join().timings().queued();
            longest = waited.compareTo(longest) > 0 ? waited : longest;
        }
        assertTrue(batch.stream().anyMatch(one -> one.result().isDone()), "the batch does not move");
        assertTrue(batch.stream().anyMatch(one -> !one.result().isDone()), "the batch was not there all the time");
        return longest;
    }

    /** Interactive requests without end, and more than can be done: batch work goes on all the same. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aBatchGetsItsShareUnderConstantInteractiveLoad(long seed) {
        start(seed, "slots", "2", "queueTokens", "20000", "context", "1000");
        SplittableRandom random = new SplittableRandom(seed);
        Map<Priority, Long> done = new EnumMap<>(Priority.class);
        int refused = 0;
        for (int i = 0; i < 15_000; i++) {
            for (Priority priority : List.of(Priority.INTERACTIVE, Priority.BATCH)) {
                try {
                    int tokens = 1 + random.nextInt(MOST_TOKENS);
                    var unused = submit(priority, tokens)
                            .result()
                            .thenAccept(result -> done.merge(priority, (long) tokens, Long::sum));
                } catch (OverloadException e) {
                    refused++;
                }
            }
            step();
        }
        double batch = Objects.requireNonNull(done.get(Priority.BATCH));
        double share = batch / (batch + Objects.requireNonNull(done.get(Priority.INTERACTIVE)));
        assertTrue(share > 0.9 / 17 && share < 1.5 / 17, "batch work got " + share + " of all");
        assertTrue(refused > 15_000, "there was room for all");
        assertThrows(OverloadException.class, () -> {
            while (true) {
                submit(Priority.BATCH, MOST_TOKENS);
            }
        });
    }
}
