package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.serai.alias.AliasInfo;
import org.serai.engine.FinishReason;
import org.serai.engine.Generation;
import org.serai.error.SeraiException;

/** Configuration that comes, changes, is wrong, and goes. */
class AliasLifecycleTest {
    private final AliasFixture fixture = new AliasFixture();

    @Test
    void configuringWaitsForNoLoad() {
        fixture.addEngine("decoder");
        fixture.configure("chat", "model", "tiny");
        assertEquals(AliasInfo.State.LOADING, fixture.info().state());
        Generation early = fixture.submit("early");
        fixture.settle();
        assertEquals(AliasInfo.State.READY, fixture.info().state());
        assertEquals("", fixture.info().reason());
        assertEquals(1, fixture.info().version());
        assertFalse(early.result().isDone());
        assertEquals(1, fixture.info().running());
    }

    @Test
    void aWrongConfigurationFailsWithEveryReasonAndDisturbsNobody() {
        fixture.ready();
        fixture.configure(
                "other", "modell", "tiny", "slots", "many", "exact", "yes", "topP", "1.5", "logitBias", "a:b");
        AliasInfo other = fixture.manager.alias("other").orElseThrow();
        assertEquals(AliasInfo.State.FAILED, other.state());
        for (String part : List.of(
                "SERAI-1703",
                "'model' is missing",
                "unknown key 'modell'; did you mean 'model'?",
                "'slots' must be a whole number from 1 to 1024, and it is 'many'",
                "'exact' must be true or false, and it is 'yes'",
                "'topP' must be a number from 0.0 to 1.0, and it is '1.5'",
                "'logitBias' must be a list of TOKEN:BIAS, and it is 'a:b'",
                "etc/org.serai.alias~other.cfg")) {
            assertTrue(other.reason().contains(part), () -> part + " is not in: " + other.reason());
        }
        assertEquals(AliasInfo.State.READY, fixture.info().state());
        assertEquals(List.of("chat", "other"), fixture.names());
    }

    @Test
    void aCorrectedConfigurationTakesEffect() {
        fixture.addEngine("decoder");
        fixture.configure("chat", "model", "missing-model");
        fixture.settle();
        assertEquals(AliasInfo.State.FAILED, fixture.info().state());
        assertTrue(fixture.info().reason().contains("There is no model 'missing-model'"));
        SeraiException e = assertThrows(SeraiException.class, () -> fixture.submit("a"));
        assertEquals(AliasErrors.NOT_LOADED, e.code());
        AliasFixture.assertSays("There is no model 'missing-model'", e);

        fixture.configure("chat", "model", "tiny");
        fixture.settle();
        assertEquals(AliasInfo.State.READY, fixture.info().state());
        assertEquals(1, fixture.info().version(), "what never took effect is no version");
    }

    @Test
    void aChangedModelIsLoadedBesideTheOldOneWhichFinishesItsWork() {
        ScriptedEngine engine = fixture.ready();
        ScriptedSession old = engine.lastSession();
        Generation running = fixture.submit("running");
        Generation waiting = fixture.submit("waiting");
        fixture.configure("chat", "model", "better", "slots", "2");
        assertEquals(AliasInfo.State.READY, fixture.info().state());
        fixture.settle();
        ScriptedSession fresh = engine.lastSession();
        assertFalse(old.isClosed());
        assertEquals(List.of("waiting"), fresh.log());
        assertEquals(2, fixture.info().running());

        old.running("running").finish("from the old one");
        assertEquals("sha256:tiny", fixture.result(running).session().digest());
        assertTrue(old.isClosed());
        fresh.running("waiting").finish("from the new one");
        assertEquals("sha256:better", fixture.result(waiting).session().digest());
        assertEquals(2, fixture.info().version());
    }

    @Test
    void whereTheNewModelFailsTheOldOneGoesOnAndTheReasonIsShown() {
        ScriptedEngine engine = fixture.ready();
        fixture.configure("chat", "model", "missing-model");
        fixture.settle();
        assertEquals(AliasInfo.State.READY, fixture.info().state());
        assertTrue(
                fixture.info().reason().contains("missing-model"),
                fixture.info().reason());
        fixture.configure("chat", "modle", "tiny");
        fixture.settle();
        assertTrue(
                fixture.info().reason().contains("unknown key 'modle'"),
                fixture.info().reason());
        Generation running = fixture.submit("running");
        engine.lastSession().running("running").finish("still here");
        assertEquals("still here", fixture.text(running));
        assertEquals(1, engine.sessions().size());
    }

    @Test
    void changedDefaultsNeedNoOtherSession() {
        ScriptedEngine engine = fixture.ready();
        fixture.configure("chat", "model", "tiny", "temperature", "0.7", "queueTokens", "5000");
        fixture.settle();
        assertEquals(1, engine.sessions().size());
        fixture.submit("a");
        assertEquals(0.7, engine.lastSession().running("a").request.sampling().temperature());
        assertEquals(5000, fixture.queue().load().queueLimitTokens());
    }

    @Test
    void aConfigurationThatChangesDuringALoadWins() {
        ScriptedEngine engine = fixture.addEngine("decoder");
        fixture.configure("chat", "model", "first");
        fixture.loading.execute(() -> fixture.configure("chat", "model", "second"));
        fixture.settle();
        assertEquals("second", fixture.info().session().orElseThrow().model());
        assertEquals(
                1,
                engine.sessions().stream()
                        .filter(session -> !session.isClosed())
                        .count());
    }

    @Test
    void goingBackToWhatServesLeavesOneSession() {
        ScriptedEngine engine = fixture.ready();
        fixture.configure("chat", "model", "other");
        fixture.configure("chat", "model", "tiny");
        fixture.settle();
        assertEquals("tiny", fixture.info().session().orElseThrow().model());
        assertEquals("", fixture.info().reason());
        assertEquals(
                1,
                engine.sessions().stream()
                        .filter(session -> !session.isClosed())
                        .count());
    }

    @Test
    void aRemovedAliasFinishesWhatItAdmittedAndCloses() {
        ScriptedSession session = fixture.ready().lastSession();
        Generation running = fixture.submit("running");
        Generation waiting = fixture.submit("waiting");
        fixture.remove("chat");
        assertEquals(List.of(), fixture.names());
        assertEquals(
                AliasErrors.UNKNOWN_ALIAS,
                assertThrows(SeraiException.class, () -> fixture.submit("late")).code());
        session.running("running").finish("1");
        assertEquals("1", fixture.text(running));
        assertFalse(session.isClosed());
        session.running("waiting").finish("2");
        assertEquals("2", fixture.text(waiting));
        assertTrue(session.isClosed());
    }

    @Test
    void aRemovedAliasThatNeverLoadedFailsWhatWaits() {
        fixture.addEngine("decoder");
        fixture.configure("chat", "model", "tiny");
        Generation waiting = fixture.submit("waiting");
        fixture.remove("chat");
        assertEquals(AliasErrors.GONE, fixture.problem(waiting).code());
    }

    @Test
    void aLoadThatEndsAfterTheRemovalLeavesNothingOpen() {
        ScriptedEngine engine = fixture.addEngine("decoder");
        fixture.configure("chat", "model", "tiny");
        fixture.remove("chat");
        fixture.settle();
        assertTrue(engine.sessions().stream().allMatch(ScriptedSession::isClosed));
    }

    @Test
    void reloadingTakesTheModelAgainBesideTheOldOne() {
        ScriptedEngine engine = fixture.ready();
        fixture.manager.reload("chat");
        fixture.settle();
        assertEquals(2, engine.sessions().size());
        assertTrue(engine.sessions().getFirst().isClosed());
        assertFalse(engine.lastSession().isClosed());
    }

    @Test
    void stoppingTheManagerEndsEverythingOnce() {
        ScriptedSession session = fixture.ready().lastSession();
        Generation running = fixture.submit("running");
        Generation waiting = fixture.submit("waiting");
        fixture.manager.close();
        assertTrue(session.isClosed());
        assertEquals(FinishReason.CANCELLED, fixture.result(running).finishReason());
        assertEquals(AliasErrors.GONE, fixture.problem(waiting).code());
    }

    @Test
    void aDefectOfAnEngineIsShown() {
        ScriptedEngine engine = fixture.addEngine("decoder");
        engine.failToOpen(new IllegalStateException("a defect"));
        fixture.configure("chat", "model", "tiny");
        fixture.settle();
        assertEquals(AliasInfo.State.FAILED, fixture.info().state());
        assertTrue(
                fixture.info().reason().contains("SERAI-1708"), fixture.info().reason());
        assertTrue(fixture.info().reason().contains("a defect"), fixture.info().reason());
    }

    @Test
    void anErrorOfTheMachineDuringALoadIsShownAndTheNextConfigurationIsTried() {
        ScriptedEngine engine = fixture.addEngine("decoder");
        engine.onOpen(() -> {
            throw new OutOfMemoryError("a test");
        });
        fixture.configure("chat", "model", "tiny");
        Generation waiting = fixture.submit("waiting");
        assertThrows(OutOfMemoryError.class, fixture::settle);
        assertEquals(AliasInfo.State.FAILED, fixture.info().state());
        assertEquals(AliasErrors.NOT_LOADED, fixture.problem(waiting).code());
        engine.onOpen(() -> {});
        fixture.configure("chat", "model", "tiny");
        fixture.settle();
        assertEquals(AliasInfo.State.READY, fixture.info().state());
    }

    @Test
    void listenersHearOfEveryChangeAndOneThatFailsHurtsNobody() {
        AtomicInteger heard = new AtomicInteger();
        fixture.manager.addListener(() -> {
            throw new IllegalStateException("a listener that fails");
        });
        fixture.manager.addListener(heard::incrementAndGet);
        fixture.ready();
        int afterLoad = heard.get();
        assertTrue(afterLoad >= 2, "loading and ready");
        fixture.remove("chat");
        assertEquals(afterLoad + 1, heard.get());
    }

    @Test
    void aFileWithoutANameIsAFailedAlias() {
        fixture.manager.configure("org.serai.alias.4711", Map.of("model", "tiny"));
        AliasInfo info = fixture.manager.aliases().getFirst();
        assertEquals(AliasInfo.State.FAILED, info.state());
        assertTrue(info.reason().contains("org.serai.alias~NAME.cfg"), info.reason());
    }

    @Test
    void aProcessForOneCommandKnowsAliasesAndLoadsNone() {
        AliasFixture command = new AliasFixture(false);
        ScriptedEngine engine = command.addEngine("decoder");
        command.configure("chat", "model", "tiny");
        command.settle();
        assertEquals(List.of("chat"), command.names());
        assertEquals(List.of(), engine.sessions());
    }
}
