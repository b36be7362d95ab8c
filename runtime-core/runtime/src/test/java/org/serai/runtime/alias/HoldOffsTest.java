package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.serai.alias.AliasInfo;
import org.serai.engine.Generation;
import org.serai.engine.InferenceEngine;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** Engines that fail for reasons of their own: what becomes of the work, and of the engine. */
class HoldOffsTest {
    private final SeraiException defect =
            new SeraiException(new ErrorCode(9902, ErrorCategory.INTERNAL), "the kernel crashed");
    private final SeraiException absence =
            new SeraiException(new ErrorCode(9903, ErrorCategory.UNAVAILABLE), "the server is gone");

    private final AliasFixture fixture = new AliasFixture();

    @Test
    void workThatAnEngineFailsToDoIsBegunAgainOnceAndSaysWhy() {
        ScriptedEngine engine = fixture.ready();
        Generation running = fixture.submit("running");
        engine.lastSession().running("running").fail(defect);
        fixture.settle();
        assertFalse(running.result().isDone());
        engine.lastSession().running("running").finish("second try");
        var result = fixture.result(running);
        assertEquals("second try", result.text());
        assertEquals(
                "engine 'decoder' on device 'device0' failed: SERAI-9902: the kernel crashed",
                result.provenance().requeued());
        assertEquals(1, engine.sessions().size());

        Generation unlucky = fixture.submit("unlucky");
        engine.lastSession().running("unlucky").fail(defect);
        fixture.settle();
        engine.lastSession().running("unlucky").fail(defect);
        assertEquals(defect.code(), fixture.problem(unlucky).code());
    }

    @Test
    void whatARequestBringsUponItselfIsNotTriedAgain() {
        ScriptedEngine engine = fixture.ready();
        Generation running = fixture.submit("running");
        engine.lastSession().running("running").fail(ScriptedEngine.broken("a bad request"));
        assertEquals(ScriptedEngine.BROKEN, fixture.problem(running).code());
        assertEquals(List.of(), fixture.held());
    }

    @Test
    void anEngineThatIsNotThereHandsItsWorkToTheNextOneAndComesBackLater() {
        ScriptedEngine spare = fixture.addEngine("spare");
        ScriptedEngine engine = fixture.ready("engines", "decoder,spare");
        Generation running = fixture.submit("running");
        engine.lastSession().running("running").fail(absence);
        fixture.settle();
        assertEquals("spare", fixture.info().session().orElseThrow().engine());
        assertEquals(1, fixture.held().size());
        assertTrue(fixture.held().getFirst().toString().contains("the server is gone"));
        spare.lastSession().running("running").finish("by the spare one");
        assertEquals("by the spare one", fixture.text(running));
        assertTrue(engine.lastSession().isClosed());

        fixture.time.pass(HoldOffs.FIRST);
        fixture.settle();
        assertEquals("decoder", fixture.info().session().orElseThrow().engine());
        assertEquals(List.of(), fixture.held());
    }

    @Test
    void thePauseGrowsUntilThereIsASuccess() {
        HoldOffs holdOffs = new HoldOffs(fixture.time);
        Duration pause = HoldOffs.FIRST;
        for (int i = 0; i < 4; i++) {
            holdOffs.failed("decoder", "cpu", true, "the server is gone");
            assertEquals(pause, holdOffs.held().getFirst().rest());
            assertTrue(holdOffs.objection("decoder", "cpu").isPresent());
            assertTrue(holdOffs.objection("decoder", "opencl").isEmpty());
            fixture.time.pass(pause);
            assertEquals(List.of(), holdOffs.held());
            pause = pause.multipliedBy(2);
        }
        holdOffs.worked("decoder", "cpu");
        holdOffs.failed("decoder", "cpu", true, "again");
        assertEquals(HoldOffs.FIRST, holdOffs.held().getFirst().rest());
    }

    @Test
    void theLongestPauseIsBounded() {
        HoldOffs holdOffs = new HoldOffs(fixture.time);
        for (int i = 0; i < 100; i++) {
            assertTrue(holdOffs.failed("decoder", "cpu", true, "x").isPresent());
        }
        assertEquals(HoldOffs.LONGEST, holdOffs.held().getFirst().rest());
    }

    @Test
    void anEngineThatFailsIsOnlyHeldOffWhereItFailsAgainAndAgain() {
        ScriptedEngine spare = fixture.addEngine("spare");
        ScriptedEngine engine = fixture.ready("engines", "decoder,spare", "slots", "4");
        for (int i = 1; i < HoldOffs.PATIENCE; i++) {
            fixture.submit("r" + i);
            engine.lastSession().running("r" + i).fail(defect);
            fixture.settle();
            assertEquals("decoder", fixture.info().session().orElseThrow().engine());
        }
        Generation last = fixture.submit("last");
        engine.lastSession().running("last").fail(defect);
        fixture.settle();
        assertEquals("spare", fixture.info().session().orElseThrow().engine());
        spare.lastSession().running("last").finish("done");
        assertEquals("done", fixture.text(last));
    }

    @Test
    void whereThereIsNoOtherEngineRequestsWaitAndNotForEver() {
        ScriptedEngine engine = fixture.ready("engineWaitSeconds", "30");
        Generation running = fixture.submit("running");
        engine.lastSession().running("running").fail(absence);
        fixture.settle();
        assertEquals(AliasInfo.State.FAILED, fixture.info().state());
        assertTrue(fixture.info().reason().contains("held off"), fixture.info().reason());
        engine.failToOpen(absence);
        for (int i = 0; i < 29; i++) {
            fixture.time.pass(Duration.ofSeconds(1));
            fixture.settle();
        }
        assertFalse(running.result().isDone());
        fixture.time.pass(Duration.ofSeconds(1));
        assertEquals(AliasErrors.NOT_LOADED, fixture.problem(running).code());

        engine.failToOpen(null);
        fixture.time.pass(HoldOffs.LONGEST);
        fixture.settle();
        assertEquals(AliasInfo.State.READY, fixture.info().state());
    }

    private ScriptedEngine serverWithoutTheModel() {
        ScriptedEngine server = new ScriptedEngine("server");
        server.failToOpen(ScriptedEngine.broken("The server has no such model"));
        fixture.manager.addEngine(
                server, Map.of(InferenceEngine.NAME, server.name, InferenceEngine.REMOTE, true, "service.id", 99L));
        return server;
    }

    /** It may be starting, and have the model in a moment. */
    @Test
    void aServerThatLacksTheModelIsAskedAgain() {
        ScriptedEngine server = serverWithoutTheModel();
        fixture.ready("engines", "server, decoder");
        assertEquals("decoder", fixture.info().session().orElseThrow().engine());
        assertEquals("server", fixture.held().getFirst().engine());

        server.failToOpen(null);
        fixture.time.pass(Duration.ofSeconds(2));
        fixture.settle();

        assertEquals("server", fixture.info().session().orElseThrow().engine());
    }

    @Test
    void whoHasNothingButAServerThatLacksTheModelWaitsForIt() {
        ScriptedEngine server = serverWithoutTheModel();
        fixture.configure(AliasFixture.NAME, "model", "tiny", "engines", "server");
        fixture.settle();
        Generation waiting = fixture.submit("waiting");

        server.failToOpen(null);
        fixture.time.pass(Duration.ofSeconds(2));
        fixture.settle();

        server.lastSession().running("waiting").finish("at last");
        assertEquals("at last", fixture.text(waiting));
    }

    @Test
    void anEngineThatComesAnewIsTriedAtOnce() {
        ScriptedEngine engine = fixture.ready();
        Generation running = fixture.submit("running");
        engine.lastSession().running("running").fail(absence);
        fixture.settle();
        fixture.manager.removeEngine(engine);
        fixture.addEngine(engine);
        fixture.settle();
        engine.lastSession().running("running").finish("back");
        assertEquals("back", fixture.text(running));
    }

    @Test
    void aSessionThatRefusesAtTheStartIsExchangedAsWell() {
        ScriptedEngine spare = fixture.addEngine("spare");
        ScriptedEngine engine = fixture.ready("engines", "decoder,spare");
        engine.lastSession().refuse(absence);
        Generation running = fixture.submit("running");
        fixture.settle();
        spare.lastSession().running("running").finish("by the spare one");
        assertEquals("by the spare one", fixture.text(running));
    }
}
