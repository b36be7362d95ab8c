package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.serai.alias.AliasInfo;
import org.serai.engine.FinishReason;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.InferenceEngine;
import org.serai.engine.Priority;
import org.serai.error.SeraiException;

/** Engines that come and go while requests are under way. */
class EngineLossTest {
    private final AliasFixture fixture = new AliasFixture();

    @Test
    void workInFlightIsDoneAgainWhenTheEngineComesBack() {
        ScriptedEngine engine = fixture.ready();
        ScriptedSession old = engine.lastSession();
        Generation running = fixture.submit("running");
        Generation waiting = fixture.submit("waiting");
        fixture.manager.removeEngine(engine);
        assertTrue(old.isClosed());
        fixture.settle();
        assertEquals(AliasInfo.State.FAILED, fixture.info().state());
        assertTrue(
                fixture.info().reason().contains("no engine is there"),
                fixture.info().reason());
        assertEquals(2, fixture.info().queued());
        Generation meanwhile = fixture.submit("meanwhile");

        fixture.addEngine(engine);
        fixture.settle();
        assertEquals(AliasInfo.State.READY, fixture.info().state());
        for (String prompt : List.of("running", "waiting", "meanwhile")) {
            engine.lastSession().running(prompt).finish(prompt + "!");
            fixture.settle();
        }
        assertEquals("running!", fixture.text(running));
        assertEquals("waiting!", fixture.text(waiting));
        assertEquals("meanwhile!", fixture.text(meanwhile));
        assertEquals(
                List.of("running", "waiting", "meanwhile"), engine.lastSession().log());
    }

    @Test
    void anEngineThatGoesWhileItsSessionIsInstalledLeavesNoneOpen() throws InterruptedException {
        AtomicReference<Runnable> installing = new AtomicReference<>(() -> {});
        MemoryVersions versions = new MemoryVersions() {
            @Override
            public int note(String alias, AliasContent content, Instant now) {
                installing.getAndSet(() -> {}).run();
                return super.note(alias, content, now);
            }
        };
        AliasFixture noting = new AliasFixture(versions);
        ScriptedEngine engine = noting.addEngine("decoder");
        Thread leaving = Thread.ofPlatform().unstarted(() -> noting.manager.removeEngine(engine));
        installing.set(() -> startAndAwaitLock(leaving));

        noting.configure(AliasFixture.NAME, "model", "tiny");
        noting.settle();
        leaving.join();
        noting.settle();

        assertTrue(engine.lastSession().isClosed());
        assertEquals(AliasInfo.State.FAILED, noting.info().state());
    }

    /** Until a thread has ended, or waits for something that this one holds. */
    private static void startAndAwaitLock(Thread thread) {
        thread.start();
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theNextEngineOfTheOrderTakesOverAndTheFirstComesBack() {
        ScriptedEngine spare = fixture.addEngine("spare");
        ScriptedEngine engine = fixture.ready("engines", "decoder, spare");
        Generation running = fixture.submit("running");
        fixture.manager.removeEngine(engine);
        fixture.settle();
        assertEquals("spare", fixture.info().session().orElseThrow().engine());
        ScriptedSession interim = spare.lastSession();
        assertEquals(List.of("running"), interim.log());

        fixture.addEngine(engine);
        fixture.settle();
        assertEquals("decoder", fixture.info().session().orElseThrow().engine());
        assertFalse(interim.isClosed());
        interim.running("running").finish("by the spare one");
        assertEquals("spare", fixture.result(running).session().engine());
        assertTrue(interim.isClosed());
    }

    @Test
    void anEngineThatTheOrderLikesLessChangesNothing() {
        ScriptedEngine engine = fixture.ready("engines", "decoder,spare");
        ScriptedEngine spare = fixture.addEngine("spare");
        fixture.settle();
        assertEquals(1, engine.sessions().size());
        assertEquals(0, spare.sessions().size());
    }

    @Test
    void aBetterEngineThatCannotLeavesTheOtherOneInPeace() {
        ScriptedEngine spare = fixture.addEngine("spare");
        fixture.configure("chat", "model", "tiny", "engines", "decoder,spare");
        fixture.settle();
        ScriptedEngine engine = new ScriptedEngine("decoder");
        engine.refuse("it does not know the architecture");
        fixture.addEngine(engine);
        fixture.settle();
        assertEquals("spare", fixture.info().session().orElseThrow().engine());
        assertEquals("", fixture.info().reason());
        assertEquals(1, spare.sessions().size());
    }

    @Test
    void aSecondLossFailsTheRequest() {
        ScriptedEngine engine = fixture.ready();
        Generation running = fixture.submit("running");
        fixture.manager.removeEngine(engine);
        fixture.addEngine(engine);
        fixture.settle();
        assertEquals(List.of("running"), engine.lastSession().log());
        fixture.manager.removeEngine(engine);
        assertEquals(AliasErrors.ENGINE_LOST, fixture.problem(running).code());
    }

    @Test
    void waitingForAnEngineHasAnEnd() {
        ScriptedEngine engine = fixture.ready("engineWaitSeconds", "30");
        Generation running = fixture.submit("running");
        fixture.manager.removeEngine(engine);
        fixture.settle();
        fixture.time.pass(Duration.ofSeconds(29));
        fixture.settle();
        assertFalse(running.result().isDone());
        fixture.time.pass(Duration.ofSeconds(1));
        assertEquals(AliasErrors.NOT_LOADED, fixture.problem(running).code());
        assertEquals(
                AliasErrors.NOT_LOADED,
                assertThrows(SeraiException.class, () -> fixture.submit("later"))
                        .code());

        fixture.addEngine(engine);
        Generation again = fixture.submit("again");
        fixture.settle();
        engine.lastSession().running("again").finish("back");
        assertEquals("back", fixture.text(again));
    }

    @Test
    void requestsThatWaitForAnEngineKeepTheirDeadlineAndTheLimitOfTheQueue() {
        fixture.configure("chat", "model", "tiny", "queueTokens", "6000");
        fixture.settle();
        Generation waiting =
                fixture.submit("waiting", Priority.EVENT, fixture.time.now().plusSeconds(2), GenerationListener.NONE);
        assertEquals(
                AliasErrors.QUEUE_FULL,
                assertThrows(SeraiException.class, () -> fixture.submit("more")).code());
        fixture.time.pass(Duration.ofSeconds(2));
        assertEquals(AliasErrors.DEADLINE_PASSED, fixture.problem(waiting).code());
    }

    @Test
    void whatWasCancelledBeforeTheLossEndsAsCancelled() {
        ScriptedEngine engine = fixture.ready();
        fixture.submit("running");
        Generation waiting = fixture.submit("waiting");
        waiting.cancel();
        fixture.manager.removeEngine(engine);
        assertEquals(FinishReason.CANCELLED, fixture.result(waiting).finishReason());
        assertEquals(1, fixture.info().queued());
    }

    @Test
    void aLossWhileTheSessionTakesARequestPutsItBack() {
        ScriptedEngine engine = fixture.ready();
        engine.lastSession().onStart(started -> fixture.manager.removeEngine(engine));
        Generation running = fixture.submit("running");
        fixture.settle();
        assertEquals(1, fixture.info().queued());
        fixture.addEngine(engine);
        fixture.settle();
        engine.lastSession().running("running").finish("second try");
        assertEquals("second try", fixture.text(running));
    }

    @Test
    void aLossDuringTheLoadLeavesNothingOpen() {
        ScriptedEngine engine = fixture.addEngine("decoder");
        ScriptedEngine stranger = new ScriptedEngine("decoder");
        fixture.configure("chat", "model", "tiny");
        engine.onOpen(() -> {
            fixture.manager.removeEngine(engine);
            fixture.addEngine(stranger);
        });
        fixture.settle();
        assertTrue(engine.lastSession().isClosed());
        assertFalse(stranger.lastSession().isClosed());
        assertEquals(AliasInfo.State.READY, fixture.info().state());
    }

    @Test
    void aStreamGoesOnWhereItWasInterrupted() {
        List<String> heard = new ArrayList<>();
        ScriptedEngine engine = fixture.ready();
        Generation running = fixture.submit("running", Priority.EVENT, null, chunk -> heard.add(chunk.text()));
        ScriptedSession.Running first = engine.lastSession().running("running");
        first.say("To be");
        fixture.manager.removeEngine(engine);
        first.say(" or"); // the last words of the lost engine count too
        fixture.addEngine(engine);
        fixture.settle();
        ScriptedSession.Running second = engine.lastSession().running("running");
        first.say(" not heard any more");
        second.say("To");
        second.say(" be or not");
        second.say(" to be");
        second.finish("To be or not to be");
        assertEquals("To be or not to be", fixture.text(running));
        assertEquals(List.of("To be", " or", " not", " to be"), heard);
    }

    @Test
    void aStreamThatCannotBeContinuedFails() {
        ScriptedEngine engine = fixture.ready();
        Generation running = fixture.submit("running", Priority.EVENT, null, chunk -> {});
        engine.lastSession().running("running").say("To be");
        fixture.manager.removeEngine(engine);
        fixture.addEngine(engine);
        fixture.settle();
        ScriptedSession.Running second = engine.lastSession().running("running");
        assertThrows(SeraiException.class, () -> second.say("Whether"));
        second.cancel();
        assertEquals(AliasErrors.ENGINE_LOST, fixture.problem(running).code());
    }

    @Test
    void anUnknownEngineIsNamedWithTheNearestOne() {
        fixture.addEngine("decoder");
        fixture.configure("chat", "model", "tiny", "engines", "decodr");
        fixture.settle();
        assertEquals(AliasInfo.State.FAILED, fixture.info().state());
        assertTrue(
                fixture.info()
                        .reason()
                        .contains("engine 'decodr' is not there (there: decoder); did you mean 'decoder'?"),
                fixture.info().reason());
    }

    @Test
    void whatNoEngineCanRunFailsAtOnceWithEachReason() {
        ScriptedEngine first = fixture.addEngine("decoder");
        ScriptedEngine second = fixture.addEngine("other");
        first.refuse("the tensor type IQ1_S is not supported");
        second.failToOpen(ScriptedEngine.broken("the server does not answer"));
        fixture.configure("chat", "model", "tiny");
        Generation waiting = fixture.submit("waiting");
        SeraiException e = fixture.problem(waiting);
        assertEquals(AliasErrors.NOT_LOADED, e.code());
        AliasFixture.assertSays("engine 'decoder': the tensor type IQ1_S is not supported", e);
        AliasFixture.assertSays("engine 'other': SERAI-9901: the server does not answer", e);
    }

    @Test
    void theRankingChoosesWhereTheConfigurationDoesNot() {
        fixture.addEngine("low");
        ScriptedEngine high = new ScriptedEngine("high");
        fixture.manager.addEngine(high, Map.of(InferenceEngine.NAME, "high", "service.ranking", 10, "service.id", 99L));
        fixture.configure("chat", "model", "tiny");
        fixture.settle();
        assertEquals("high", fixture.info().session().orElseThrow().engine());
    }
}
