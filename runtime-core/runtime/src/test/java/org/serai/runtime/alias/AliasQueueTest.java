package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.Priority;
import org.serai.engine.Prompt;
import org.serai.error.SeraiException;

/** Admission: order, limits, deadlines and cancelling. */
class AliasQueueTest {
    private final AliasFixture fixture = new AliasFixture();

    @Test
    void givesTheSessionNoMoreThanItHasSlotsFor() {
        ScriptedSession session = fixture.ready("slots", "2").lastSession();
        Generation a = fixture.submit("a");
        fixture.submit("b");
        fixture.submit("c");
        assertEquals(List.of("a", "b"), session.log());
        assertEquals(1, fixture.info().queued());
        assertEquals(2, fixture.info().running());

        session.running("a").finish("A");
        assertEquals("A", fixture.text(a));
        assertEquals(List.of("a", "b", "c"), session.log());
    }

    @Test
    void servesByPriorityAndInOrderWithinOne() {
        ScriptedSession session = fixture.ready().lastSession();
        fixture.submit("first");
        fixture.submit("batch", Priority.BATCH, null, GenerationListener.NONE);
        fixture.submit("event1", Priority.EVENT, null, GenerationListener.NONE);
        fixture.submit("event2", Priority.EVENT, null, GenerationListener.NONE);
        fixture.submit("person", Priority.INTERACTIVE, null, GenerationListener.NONE);
        for (int i = 0; i < 5; i++) {
            session.running().getFirst().finish("");
            fixture.settle();
        }
        assertEquals(List.of("first", "person", "event1", "event2", "batch"), session.log());
    }

    @Test
    void refusesWithTheNumbersWhereTheQueueIsFull() {
        ScriptedSession session = fixture.ready("queueTokens", "1400").lastSession();
        fixture.submit("running");
        fixture.submit("waiting1");
        Generation waiting2 = fixture.submit("waiting2");
        SeraiException e = assertThrows(SeraiException.class, () -> fixture.submit("too many"));
        assertEquals(AliasErrors.QUEUE_FULL, e.code());
        AliasFixture.assertSays(
                "a request of 512 tokens (8 of the prompt and up to 504 of the answer) has no room beside the 1024 that 2"
                        + " others wait with, of 1400 that may wait. 1 of 1 slots work; try again in about 100 ms",
                e);

        waiting2.cancel();
        Generation later = fixture.submit("later");
        session.running("running").finish("");
        fixture.settle();
        session.running("waiting1").finish("");
        fixture.settle();
        session.running("later").finish("done");
        assertEquals("done", fixture.text(later));
        assertEquals(1, fixture.queue().refused());
    }

    @Test
    void aLimitOfZeroAdmitsWhatAnIdleSlotTakes() {
        fixture.ready("queueTokens", "0");
        fixture.submit("running");
        assertEquals(
                AliasErrors.QUEUE_FULL,
                assertThrows(SeraiException.class, () -> fixture.submit("more")).code());
    }

    @Test
    void cancellingAWaitingRequestFreesItsPlaceAtOnceAndEndsItNormally() {
        ScriptedSession session = fixture.ready().lastSession();
        fixture.submit("running");
        Generation waiting = fixture.submit("waiting");
        waiting.cancel();
        waiting.cancel();
        assertEquals(0, fixture.info().queued());
        assertEquals(FinishReason.CANCELLED, fixture.result(waiting).finishReason());
        assertEquals("decoder", fixture.result(waiting).session().engine());
        session.running("running").finish("");
        fixture.settle();
        assertEquals(List.of("running"), session.log());
    }

    @Test
    void cancellingARunningRequestIsPassedOnAndItsSlotIsUsedAgain() {
        ScriptedSession session = fixture.ready().lastSession();
        Generation running = fixture.submit("running");
        fixture.submit("next");
        running.cancel();
        assertEquals(FinishReason.CANCELLED, fixture.result(running).finishReason());
        assertEquals(List.of("running", "next"), session.log());
    }

    @Test
    void aDeadlineThatPassesInTheQueueFailsTheRequestAndFreesItsPlace() {
        fixture.ready();
        fixture.submit("running");
        Generation waiting =
                fixture.submit("waiting", Priority.EVENT, fixture.time.now().plusSeconds(5), GenerationListener.NONE);
        fixture.time.pass(Duration.ofSeconds(4));
        fixture.settle();
        assertFalse(waiting.result().isDone());
        fixture.time.pass(Duration.ofSeconds(1));
        SeraiException e = fixture.problem(waiting);
        assertEquals(AliasErrors.DEADLINE_PASSED, e.code());
        AliasFixture.assertSays("waited 5 s", e);
        assertEquals(0, fixture.info().queued());
    }

    @Test
    void aDeadlineThatIsPastIsRefusedAtOnce() {
        ScriptedSession session = fixture.ready().lastSession();
        SeraiException e = assertThrows(
                SeraiException.class,
                () -> fixture.submit("late", Priority.EVENT, fixture.time.now(), GenerationListener.NONE));
        assertEquals(AliasErrors.DEADLINE_PASSED, e.code());
        assertEquals(List.of(), session.log());
    }

    @Test
    void theSessionHeedsTheDeadlineOfWhatItWorksOnAndNoTimerStaysBehind() {
        ScriptedSession session = fixture.ready().lastSession();
        Generation running =
                fixture.submit("running", Priority.EVENT, fixture.time.now().plusSeconds(5), GenerationListener.NONE);
        Generation other =
                fixture.submit("other", Priority.EVENT, fixture.time.now().plusSeconds(90), GenerationListener.NONE);
        fixture.time.pass(Duration.ofSeconds(6));
        fixture.settle();
        assertFalse(running.result().isDone());
        session.running("running").finish("in time for the session");
        assertEquals("in time for the session", fixture.text(running));
        session.running("other").finish("");
        fixture.result(other);
        assertEquals(0, fixture.time.pending());
    }

    @Test
    void whatTheSessionRefusesIsThrownAndItsSlotIsFree() {
        ScriptedSession session = fixture.ready().lastSession();
        session.refuse(ScriptedEngine.broken("the prompt is too long"));
        SeraiException e = assertThrows(SeraiException.class, () -> fixture.submit("long"));
        assertEquals(ScriptedEngine.BROKEN, e.code());
        session.refuse(null);
        fixture.submit("short");
        assertEquals(List.of("short"), session.log());
    }

    @Test
    void whatTheSessionRefusesLaterFailsTheResult() {
        ScriptedSession session = fixture.ready().lastSession();
        fixture.submit("running");
        Generation waiting = fixture.submit("waiting");
        Generation last = fixture.submit("last");
        session.refuse(ScriptedEngine.broken("the prompt is too long"));
        session.running("running").finish("");
        assertEquals(ScriptedEngine.BROKEN, fixture.problem(waiting).code());
        assertEquals(ScriptedEngine.BROKEN, fixture.problem(last).code());
    }

    @Test
    void aFailureOfTheSessionIsPassedOn() {
        ScriptedSession session = fixture.ready().lastSession();
        Generation running = fixture.submit("running");
        session.running("running").fail(ScriptedEngine.broken("out of memory"));
        assertEquals(ScriptedEngine.BROKEN, fixture.problem(running).code());
        assertEquals(0, fixture.info().running());
    }

    @Test
    void theTimeInTheQueueCountsAsQueued() {
        ScriptedSession session = fixture.ready().lastSession();
        fixture.submit("running");
        Generation waiting = fixture.submit("waiting");
        fixture.time.pass(Duration.ofSeconds(3));
        session.running("running").finish("");
        fixture.settle();
        session.running("waiting").finish("");
        assertEquals(Duration.ofSeconds(3), fixture.result(waiting).timings().queued());
    }

    @Test
    void nobodyOutsideCanEndAGenerationByItsFuture() {
        ScriptedSession session = fixture.ready().lastSession();
        Generation running = fixture.submit("running");
        assertSame(running.result(), running.result());
        assertTrue(running.result().cancel(true));
        assertEquals(1, fixture.info().running());
        session.running("running").finish("");
        fixture.settle();
        assertEquals(0, fixture.info().running());
    }

    @Test
    void nothingIsHeardAfterTheResult() {
        ScriptedSession session = fixture.ready().lastSession();
        List<String> heard = new ArrayList<>();
        Generation running = fixture.submit("running", Priority.EVENT, null, chunk -> heard.add(chunk.text()));
        ScriptedSession.Running script = session.running("running");
        script.say("a");
        script.finish("a");
        fixture.result(running);
        script.say("b");
        assertEquals(List.of("a"), heard);
    }

    @Test
    void unsetParametersTakeTheDefaultsOfTheAlias() {
        ScriptedSession session = fixture.ready(
                        "temperature", "0.5", "seed", "3", "maxTokens", "20", "logitBias", "4:-1")
                .lastSession();
        fixture.submit("a");
        var request = session.running("a").request;
        assertEquals(0.5, request.sampling().temperature());
        assertEquals(3L, request.sampling().seed());
        assertEquals(20, request.maxTokens());
        assertEquals(
                -1.0, Objects.requireNonNull(request.sampling().logitBias()).get(4));
    }

    @Test
    void anUnknownAliasIsNamedWithItsNeighbours() {
        fixture.ready();
        SeraiException e = assertThrows(
                SeraiException.class,
                () -> fixture.manager.submit(
                        GenerateRequest.builder("chatt", new Prompt.Text("")).build(), GenerationListener.NONE));
        assertEquals(AliasErrors.UNKNOWN_ALIAS, e.code());
        AliasFixture.assertSays("did you mean 'chat'", e);
    }
}
