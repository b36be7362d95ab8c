package org.serai.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.runtime.alias.AliasFixture;
import org.serai.runtime.alias.RequestListener;
import org.serai.runtime.alias.ScriptedEngine;
import org.serai.runtime.alias.ScriptedSession;
import org.serai.status.StatusSource;

/** Readiness by real tokens: healthy but broken is found, long but moving is left in peace. */
class AliasHealthTest {
    private static final String PROBE = "Say yes:";
    private static final ErrorCode ABSENCE = new ErrorCode(9903, ErrorCategory.UNAVAILABLE);

    private final AliasFixture fixture = new AliasFixture();
    private final AliasHealth health =
            new AliasHealth(fixture.manager, HealthSettings.parse(Map.of()), fixture.time::now);

    private Verdict verdict() {
        return health.verdicts().getFirst();
    }

    private void assertState(Verdict.State state, String reason) {
        assertEquals(state, verdict().state(), verdict()::reason);
        assertTrue(verdict().reason().contains(reason), verdict()::reason);
    }

    private Result.Status ready() {
        return new ReadyCheck(health).execute().getStatus();
    }

    private void pass(int seconds) {
        fixture.time.pass(Duration.ofSeconds(seconds));
        health.check();
        fixture.settle();
    }

    /** A loaded alias that answered its first probe. */
    private ScriptedSession proven(String... configuration) {
        ScriptedSession session = fixture.ready(configuration).lastSession();
        pass(0);
        session.running(PROBE).finish("yes");
        fixture.settle();
        assertState(Verdict.State.READY, "its last token is 0 ms old");
        return session;
    }

    @Test
    void aModelThatWasLoadedIsReadyWithItsFirstTokenOnly() {
        fixture.addEngine("decoder");
        fixture.configure(AliasFixture.NAME, "model", "tiny");
        assertState(Verdict.State.STARTING, "its model is being loaded");
        assertEquals(Result.Status.TEMPORARILY_UNAVAILABLE, ready());
        fixture.settle();
        assertState(Verdict.State.STARTING, "it has not produced a token yet");
        pass(0);
        fixture.submit("meanwhile");
        assertEquals(Result.Status.TEMPORARILY_UNAVAILABLE, ready());
    }

    @Test
    void anEngineWhoseEveryRequestFailsTurnsReadyOffAndAMendedOneTurnsItOn() {
        ScriptedSession session = proven();
        session.onStart(running -> running.fail(ScriptedEngine.broken("the device is gone")));
        fixture.submit("real work");
        fixture.settle();
        assertState(Verdict.State.READY, "");
        pass(5);
        assertState(Verdict.State.BROKEN, "it answers nothing: SERAI-9901: the device is gone");
        assertEquals(Result.Status.CRITICAL, ready());
        StatusSource.Row row = new HealthStatus(health).rows().getFirst();
        assertEquals("broken", row.state());
        assertTrue(!row.healthy());

        session.onStart(running -> running.finish("yes"));
        pass(5);
        assertState(Verdict.State.READY, "");
        assertEquals(Result.Status.OK, ready());
    }

    @Test
    void anEngineThatIsHeldOffShowsAlthoughAnotherOneWorks() {
        ScriptedEngine spare = fixture.addEngine("spare");
        ScriptedSession session = proven("engines", "decoder,spare");
        fixture.submit("real work");
        session.running("real work").fail(new SeraiException(ABSENCE, "the server is gone"));
        fixture.settle();
        spare.lastSession().running("real work").finish("by the spare one");
        fixture.settle();
        assertState(Verdict.State.READY, "its last token is 0 ms old");
        assertEquals(Result.Status.WARN, ready());
        StatusSource.Row row = new HealthStatus(health).rows().getFirst();
        assertTrue(row.detail().contains("engine 'decoder'"), row.detail());
        assertTrue(row.detail().contains("is held off for 1 s after 1 failure: "), row.detail());
        assertTrue(row.detail().contains("the server is gone"), row.detail());
        assertTrue(!row.healthy());
    }

    @Test
    void oneFailureAloneDoesNotTurnReadyOff() {
        ScriptedSession session = proven();
        fixture.submit("bad luck");
        session.running("bad luck").fail(ScriptedEngine.broken("out of memory"));
        fixture.settle();
        pass(5);
        session.running(PROBE).finish("yes");
        fixture.settle();
        assertState(Verdict.State.READY, "");
    }

    @Test
    void realWorkOfABrokenEngineThatGetsWellCountsToo() {
        ScriptedSession session = proven();
        session.onStart(running -> running.fail(ScriptedEngine.broken("the device is gone")));
        pass(61);
        assertState(Verdict.State.BROKEN, "the device is gone");
        session.onStart(running -> {});
        fixture.time.pass(Duration.ofSeconds(1));
        fixture.submit("real work");
        session.running("real work").say("a token");
        assertState(Verdict.State.READY, "its last token is 0 ms old");
    }

    @Test
    void anIdleAliasIsProbedAfterTheInterval() {
        ScriptedSession session = proven();
        pass(59);
        assertEquals(List.of(PROBE), session.log());
        pass(1);
        assertEquals(List.of(PROBE, PROBE), session.log());
    }

    @Test
    void probesNeverPileUpAndOneWithoutATokenIsAFailure() {
        ScriptedSession session = proven();
        pass(60);
        for (int i = 0; i < 100; i++) {
            pass(1);
        }
        assertEquals(List.of(PROBE, PROBE), session.log());
        session.running(PROBE).expire();
        fixture.settle();
        assertState(Verdict.State.BROKEN, "a probe had no token after 30 s");
    }

    @Test
    void aLongQueueThatMovesIsReadyAndNotProbed() {
        ScriptedSession session = proven();
        for (int i = 0; i < 100; i++) {
            fixture.submit("document " + i);
        }
        for (int minute = 0; minute < 240; minute++) {
            pass(60);
            ScriptedSession.Running running = session.running().getFirst();
            if (minute % 9 == 8) {
                running.finish("an answer");
                fixture.settle();
            }
            assertEquals(Verdict.State.READY, verdict().state(), verdict()::reason);
        }
        assertTrue(verdict().reason().contains("requests wait, the oldest for 240 min"), verdict()::reason);
        assertEquals(1, session.log().stream().filter(PROBE::equals).count());
    }

    @Test
    void workThatStandsStillIsBroken() {
        ScriptedSession session = proven();
        fixture.submit("document");
        pass(600);
        assertState(Verdict.State.READY, "its last token is 10 min old");
        pass(1);
        assertState(Verdict.State.BROKEN, "1 requests are worked on and nothing has moved for more than 10 min");
        session.running("document").say("at last");
        assertState(Verdict.State.READY, "");
    }

    @Test
    void aProbeThatFindsNoRoomOrNoSlotTellsNothing() {
        ScriptedSession session = proven("queueTokens", "0");
        fixture.submit("bad luck");
        session.running("bad luck").fail(ScriptedEngine.broken("out of memory"));
        fixture.submit("long work");
        fixture.settle();
        pass(5);
        assertThrows(SeraiException.class, () -> fixture.submit("no room"));
        assertState(Verdict.State.READY, "");
    }

    @Test
    void whatIsNotRequiredDoesNotDecide() {
        proven();
        fixture.configure("spare", "model", "missing", "required", "false");
        fixture.settle();
        assertEquals(Verdict.State.BROKEN, health.verdicts().get(1).state());
        assertEquals(Result.Status.OK, ready());
        fixture.configure("spare", "model", "missing");
        fixture.settle();
        assertEquals(Result.Status.CRITICAL, ready());
    }

    @Test
    void probesAreNotCountedAsRequests() {
        List<RequestListener.Ended> ended = new ArrayList<>();
        fixture.manager.addRequestListener(ended::add);
        proven();
        assertEquals(List.of(), ended);
    }

    @Test
    void withoutAliasesAnInstanceIsReady() {
        assertEquals(Result.Status.OK, ready());
    }
}
