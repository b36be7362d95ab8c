package org.serai.runtime.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** What holds for requests that meet at the ledger, with every database. */
@Timeout(300)
abstract class DeskContract {
    private static final ErrorCode BROKEN = new ErrorCode(9910, ErrorCategory.INTERNAL);
    private static final ErrorCode LATE = new ErrorCode(9911, ErrorCategory.TIMEOUT);
    private static final GenerateRequest REQUEST =
            TestRequests.of("kafka:c/orders/0/17").build();

    private final FakeClock clock = new FakeClock();
    private final List<TestLedger> ledgers = new ArrayList<>();

    /** The URL of the database of this test; the same at each call. */
    abstract String url() throws Exception;

    @AfterEach
    void close() {
        ledgers.forEach(TestLedger::close);
    }

    final TestLedger ledger(String instance, String... settings) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("url", url(), "connectSeconds", "60"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        TestLedger ledger = new TestLedger(new Owner(instance, "boot " + ledgers.size()), clock, all);
        ledgers.add(ledger);
        return ledger;
    }

    private static GenerationResult result(Generation generation) throws Exception {
        return generation.result().get(4, TimeUnit.MINUTES);
    }

    private static SeraiException problem(Generation generation) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> result(generation));
        return assertInstanceOf(SeraiException.class, failure.getCause());
    }

    @Test
    void aRepetitionGetsTheSameAnswerWithoutInference() throws Exception {
        TestLedger ledger = ledger("one");
        GenerationResult answer = TestRequests.answer("Forty-two €");
        ledger.worker.script(inference -> inference.give(answer));

        assertEquals(answer, result(ledger.submit(REQUEST)));
        assertEquals(ResultJson.replayed(answer), result(ledger.submit(REQUEST)));

        assertEquals(1, ledger.worker.count());
        assertEquals(1, ledger.counters.hits.sum());
        assertEquals(1, ledger.counters.misses.sum());
    }

    @Test
    void aReplayedAnswerIsHeardAsOneChunk() throws Exception {
        TestLedger ledger = ledger("one");
        ledger.worker.script(inference -> inference.answer("Forty-two"));
        List<GenerationListener.Chunk> heard = new CopyOnWriteArrayList<>();
        GenerationResult first = result(ledger.submit(REQUEST));

        result(ledger.submit(REQUEST, heard::add));

        assertEquals(
                List.of(new GenerationListener.Chunk("Forty-two", first.completionTokens(), first.scores())), heard);
    }

    @Test
    void aHundredAtTheSameMomentPayOnce() throws Exception {
        TestLedger ledger = ledger("one");
        List<Generation> generations = new CopyOnWriteArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> submits = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                submits.add(threads.submit(() -> generations.add(ledger.submit(REQUEST))));
            }
            for (Future<?> submit : submits) {
                submit.get();
            }
        }
        ledger.worker.next().answer("once");

        int replayed = 0;
        for (Generation generation : generations) {
            GenerationResult result = result(generation);
            assertEquals("once", result.text());
            replayed += result.replayed() ? 1 : 0;
        }
        assertEquals(99, replayed);
        assertEquals(1, ledger.worker.count());
    }

    @Test
    void otherWorkIsWorkOfItsOwn() throws Exception {
        TestLedger ledger = ledger("one");
        ledger.worker.script(inference -> inference.answer("x"));

        result(ledger.submit(REQUEST));
        result(ledger.submit(TestRequests.of("another").build()));
        result(ledger.submit(REQUEST.toBuilder().maxTokens(5).build()));

        assertEquals(3, ledger.worker.count());
    }

    @Test
    void aCancelledRequestLeavesTheWorkToTheNext() throws Exception {
        TestLedger ledger = ledger("one");
        Generation first = ledger.submit(REQUEST);
        ledger.worker.next();
        Generation second = ledger.submit(REQUEST);

        first.cancel();
        ledger.worker.next().answer("for the second");

        assertEquals(FinishReason.CANCELLED, result(first).finishReason());
        assertEquals("for the second", result(second).text());
        assertFalse(result(second).replayed());
        assertEquals(2, ledger.worker.count());
    }

    @Test
    void whoeverComesWhileTheLastOneLeavesIsServed() throws Exception {
        TestLedger ledger = ledger("one");
        for (int i = 0; i < 200; i++) {
            GenerateRequest request = TestRequests.of("round " + i).build();
            Generation first = ledger.submit(request);
            ScriptedWorker.Inference inference = ledger.worker.next();

            Thread leaving = Thread.ofPlatform().start(inference::cancel);
            Generation second = ledger.submit(request);
            ledger.worker.next().answer("for the second");

            assertEquals("for the second", result(second).text());
            assertEquals(FinishReason.CANCELLED, result(first).finishReason());
            leaving.join();
        }
    }

    @Test
    void whatWasCancelledIsNotRemembered() throws Exception {
        TestLedger ledger = ledger("one");
        Generation first = ledger.submit(REQUEST);
        ledger.worker.next();
        first.cancel();
        result(first);

        Generation again = ledger.submit(REQUEST);
        ledger.worker.next().answer("this time");

        assertEquals("this time", result(again).text());
    }

    @Test
    void whoeverWaitsCanBeCancelledAtOnce() throws Exception {
        TestLedger ledger = ledger("one");
        Generation first = ledger.submit(REQUEST);
        ScriptedWorker.Inference inference = ledger.worker.next();
        Generation waiting = ledger.submit(REQUEST);

        waiting.cancel();

        assertEquals(FinishReason.CANCELLED, result(waiting).finishReason());
        inference.answer("goes on");
        assertEquals("goes on", result(first).text());
        assertEquals(1, ledger.worker.count());
    }

    @Test
    void whoeverWaitsHasADeadlineOfItsOwn() throws Exception {
        TestLedger ledger = ledger("one");
        Generation first = ledger.submit(REQUEST);
        ScriptedWorker.Inference inference = ledger.worker.next();

        Generation waiting = ledger.submit(
                REQUEST.toBuilder().deadline(Instant.now().plusMillis(50)).build());

        assertEquals(LedgerErrors.DEADLINE_PASSED, problem(waiting).code());
        inference.answer("later");
        assertEquals("later", result(first).text());
    }

    @Test
    void aFailureOfTheWorkIsEverybodys() throws Exception {
        TestLedger ledger = ledger("one");
        Generation first = ledger.submit(REQUEST);
        ScriptedWorker.Inference inference = ledger.worker.next();
        Generation second = ledger.submit(REQUEST.toBuilder().build());
        ledger.awaitRest();

        inference.fail(new SeraiException(BROKEN, "The engine broke"));

        assertEquals(BROKEN, problem(first).code());
        assertEquals(BROKEN, problem(second).code());
        assertEquals(1, ledger.worker.count());
    }

    @Test
    void aDeadlineOfTheOneLeavesTheWorkToTheNext() throws Exception {
        TestLedger ledger = ledger("one");
        Generation first = ledger.submit(REQUEST);
        ScriptedWorker.Inference inference = ledger.worker.next();
        Generation second = ledger.submit(REQUEST);
        ledger.awaitRest();

        inference.fail(new SeraiException(LATE, "Too late"));
        ledger.worker.next().answer("in time");

        assertEquals(LATE, problem(first).code());
        assertEquals("in time", result(second).text());
    }

    @Test
    void aRefusalIsToldAndNotRemembered() throws Exception {
        TestLedger ledger = ledger("one");
        ledger.worker.refuse(new SeraiException(BROKEN, "No"));
        assertEquals(BROKEN, problem(ledger.submit(REQUEST)).code());

        ledger.worker.refuse(null);
        ledger.worker.script(inference -> inference.answer("Yes"));
        assertEquals("Yes", result(ledger.submit(REQUEST)).text());
    }

    @Test
    void aModelThatCannotBeNamedIsTold() throws Exception {
        TestLedger ledger = ledger("one");

        Generation generation = ledger.desk.submit(
                REQUEST,
                () -> {
                    throw new SeraiException(BROKEN, "Not loaded");
                },
                GenerationListener.NONE,
                ledger.worker);

        assertEquals(BROKEN, problem(generation).code());
    }

    @Test
    void anAnswerOfAnotherModelIsStoredAsThatModels() throws Exception {
        TestLedger ledger = ledger("one");
        ledger.worker.script(
                inference -> inference.give(TestRequests.answer("swapped", FinishReason.STOP, "sha256:new")));
        result(ledger.submit(REQUEST));

        ledger.worker.script(inference -> inference.answer("of the old one"));
        GenerationResult old = result(ledger.submit(REQUEST));
        GenerationResult swapped =
                result(ledger.desk.submit(REQUEST, () -> "sha256:new", GenerationListener.NONE, ledger.worker));

        assertEquals("of the old one", old.text());
        assertEquals("swapped", swapped.text());
        assertTrue(swapped.replayed());
    }

    @Test
    void aCutOffAnswerIsAnAnswer() throws Exception {
        TestLedger ledger = ledger("one");
        ledger.worker.script(
                inference -> inference.give(TestRequests.answer("cut", FinishReason.LENGTH, TestRequests.MODEL)));

        result(ledger.submit(REQUEST));

        assertEquals(FinishReason.LENGTH, result(ledger.submit(REQUEST)).finishReason());
        assertEquals(1, ledger.worker.count());
    }

    @Test
    void aLoopIsEverybodysAndNotRemembered() throws Exception {
        TestLedger ledger = ledger("one");
        Generation first = ledger.submit(REQUEST);
        ScriptedWorker.Inference inference = ledger.worker.next();
        Generation second = ledger.submit(REQUEST);
        ledger.awaitRest();

        inference.give(TestRequests.answer("again again", FinishReason.LOOP, TestRequests.MODEL));

        assertEquals(FinishReason.LOOP, result(first).finishReason());
        assertEquals(FinishReason.LOOP, result(second).finishReason());
        assertEquals(1, ledger.worker.count());

        ledger.worker.script(later -> later.answer("something else"));
        assertEquals("something else", result(ledger.submit(REQUEST)).text());
    }

    @Test
    void aRestartedInstanceTakesItsOwnClaimsAtOnce() throws Exception {
        TestLedger killed = ledger("one");
        killed.submit(REQUEST);
        killed.worker.next();
        killed.close();

        TestLedger restarted = ledger("one");
        restarted.worker.script(inference -> inference.answer("again"));

        assertEquals("again", result(restarted.submit(REQUEST)).text());
        assertEquals(1, restarted.counters.takenOver.sum());
    }

    @Test
    void answersOutliveTheInstance() throws Exception {
        TestLedger before = ledger("one");
        before.worker.script(inference -> inference.answer("kept"));
        result(before.submit(REQUEST));
        before.close();

        TestLedger after = ledger("another");

        assertTrue(result(after.submit(REQUEST)).replayed());
        assertEquals(0, after.worker.count());
    }

    @Test
    void anotherInstancesAnswerIsWaitedFor() throws Exception {
        TestLedger one = ledger("one");
        TestLedger other = ledger("other");
        Generation mine = one.submit(REQUEST);
        ScriptedWorker.Inference inference = one.worker.next();
        Generation theirs = other.submit(REQUEST);
        other.awaitQuestions(2);

        inference.answer("shared");

        assertFalse(result(mine).replayed());
        assertEquals("shared", result(theirs).text());
        assertTrue(result(theirs).replayed());
        assertEquals(0, other.worker.count());
    }

    @Test
    void aDeadInstancesWorkIsTakenOverAfterTheLease() throws Exception {
        TestLedger dead = ledger("one", "leaseSeconds", "30");
        dead.submit(REQUEST);
        dead.worker.next();
        TestLedger other = ledger("other", "leaseSeconds", "30");
        Generation waiting = other.submit(REQUEST);
        other.awaitQuestions(2);
        assertFalse(waiting.result().isDone());
        assertEquals(0, other.worker.count());

        clock.advance(Duration.ofSeconds(30));
        other.worker.next().answer("after the lease");

        assertEquals("after the lease", result(waiting).text());
        assertEquals(1, other.counters.takenOver.sum());
    }

    @Test
    void aLivingInstanceKeepsItsClaimByRenewal() throws Exception {
        TestLedger living = ledger("one", "leaseSeconds", "30");
        Generation slow = living.submit(REQUEST);
        ScriptedWorker.Inference inference = living.worker.next();
        TestLedger other = ledger("other", "leaseSeconds", "30");
        Generation waiting = other.submit(REQUEST);

        for (int i = 0; i < 6; i++) {
            clock.advance(Duration.ofSeconds(20));
            living.desk.renew();
        }
        inference.answer("after two minutes");

        assertEquals("after two minutes", result(slow).text());
        assertTrue(result(waiting).replayed());
        assertEquals(0, other.worker.count());
    }

    @Test
    void whoeverAnswersTooLateGivesTheAnswerThatCounts() throws Exception {
        TestLedger slow = ledger("one", "leaseSeconds", "30");
        Generation late = slow.submit(REQUEST);
        ScriptedWorker.Inference inference = slow.worker.next();
        clock.advance(Duration.ofSeconds(30));
        TestLedger other = ledger("other", "leaseSeconds", "30");
        other.worker.script(quick -> quick.answer("the first"));
        assertEquals("the first", result(other.submit(REQUEST)).text());

        inference.answer("the second");

        assertEquals("the first", result(late).text());
        assertTrue(result(late).replayed());
    }

    @Test
    void aStreamThatSaidSomethingElseFailsInsteadOfChangingItsMind() throws Exception {
        TestLedger slow = ledger("one", "leaseSeconds", "30");
        Generation late = slow.submit(REQUEST, chunk -> {});
        ScriptedWorker.Inference inference = slow.worker.next();
        inference.say("the sec");
        clock.advance(Duration.ofSeconds(30));
        TestLedger other = ledger("other", "leaseSeconds", "30");
        other.worker.script(quick -> quick.answer("the first"));
        result(other.submit(REQUEST));

        inference.answer("the second");

        SeraiException problem = problem(late);
        assertEquals(LedgerErrors.ANSWERED_ELSEWHERE, problem.code());
        assertTrue(problem.code().category().retryable());
    }

    @Test
    void twoInstancesWithTheSameHundredRequestsPayOnceForEach() throws Exception {
        TestLedger one = ledger("one");
        TestLedger other = ledger("other");
        one.worker.script(inference -> inference.answer("same"));
        other.worker.script(inference -> inference.answer("same"));
        List<Generation> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            GenerateRequest request = TestRequests.of("record " + i).build();
            all.add(one.submit(request));
            all.add(other.submit(request));
        }

        for (Generation generation : all) {
            assertEquals("same", result(generation).text());
        }

        assertEquals(100, one.worker.count() + other.worker.count());
    }

    @Test
    void workWaitsWhereTheDatabaseCannotBeUsed() throws Exception {
        TestLedger ledger = ledger("one", "url", unreachable(), "connectSeconds", "2");

        SeraiException problem = problem(ledger.submit(REQUEST));

        assertEquals(LedgerErrors.UNAVAILABLE, problem.code());
        assertTrue(problem.code().category().retryable());
        assertEquals(0, ledger.worker.count());
    }

    @Test
    void workIsDoneAnywayWhereThatIsConfigured() throws Exception {
        TestLedger ledger = ledger("one", "url", unreachable(), "connectSeconds", "2", "whenUnavailable", "compute");
        ledger.worker.script(inference -> inference.answer("unremembered"));

        assertEquals("unremembered", result(ledger.submit(REQUEST)).text());

        assertEquals(1, ledger.counters.notStored.sum());
    }

    /** The URL of a database that is not there. */
    abstract String unreachable() throws Exception;

    @Test
    void everyFutureCompletesOnce() throws Exception {
        TestLedger ledger = ledger("one");
        Generation generation = ledger.submit(REQUEST);
        ScriptedWorker.Inference inference = ledger.worker.next();

        assertThrows(CompletionException.class, () -> {
            inference.fail(new SeraiException(BROKEN, "broken"));
            generation.result().join();
        });
        generation.cancel();

        assertEquals(BROKEN, problem(generation).code());
    }
}
