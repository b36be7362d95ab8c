package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.Prompt;

/** Answers that only repeat themselves. */
class LoopTest {
    private static final String REPEATED = "The same again. ";

    private final AliasFixture fixture = new AliasFixture();

    private static void repeat(ScriptedSession.Running running, int times) {
        for (int i = 0; i < times && !running.result().isDone(); i++) {
            running.say(REPEATED);
        }
    }

    @Test
    void areStoppedAndTheirSlotIsFree() {
        ScriptedEngine engine = fixture.ready("loopLimit", "200");
        Generation endless = fixture.submit("endless");
        Generation next = fixture.submit("next");
        ScriptedSession.Running running = engine.lastSession().running("endless");

        repeat(running, 12); // 192 characters
        assertFalse(running.result().isDone());
        repeat(running, 2);

        assertEquals(FinishReason.LOOP, fixture.result(endless).finishReason());
        engine.lastSession().running("next").finish("The answer");
        assertEquals(FinishReason.STOP, fixture.result(next).finishReason());
    }

    @Test
    void areStoppedAlsoWhereTheyAreSaidBeforeTheSessionHandsOverTheGeneration() {
        ScriptedEngine engine = fixture.ready("loopLimit", "200");
        engine.lastSession().onStart(running -> {
            for (int i = 0; i < 14; i++) {
                running.say(REPEATED);
            }
        });

        assertEquals(
                FinishReason.LOOP, fixture.result(fixture.submit("endless")).finishReason());
    }

    @Test
    void endAsTheirSenderWishesWhereItCancels() {
        ScriptedEngine engine = fixture.ready("loopLimit", "200");
        Generation endless = fixture.submit("endless");
        repeat(engine.lastSession().running("endless"), 12);
        endless.cancel();

        assertEquals(FinishReason.CANCELLED, fixture.result(endless).finishReason());
    }

    @Test
    void areWhatASenderWantsWhoGoesOnAfterTheEnd() {
        ScriptedEngine engine = fixture.ready("loopLimit", "200");
        Generation endless = fixture.manager.submit(
                GenerateRequest.builder(AliasFixture.NAME, new Prompt.Text("endless"))
                        .ignoreEos(true)
                        .build(),
                GenerationListener.NONE);
        ScriptedSession.Running running = engine.lastSession().running("endless");
        repeat(running, 1000);
        running.finish("whole");

        assertEquals(FinishReason.STOP, fixture.result(endless).finishReason());
    }

    @Test
    void areLeftAloneWhereTheAliasSaysSo() {
        ScriptedEngine engine = fixture.ready("loopLimit", "0");
        Generation endless = fixture.submit("endless");
        ScriptedSession.Running running = engine.lastSession().running("endless");
        repeat(running, 1000);
        running.finish("whole");

        assertEquals(FinishReason.STOP, fixture.result(endless).finishReason());
    }

    @Test
    void aLimitThatWouldStopEveryListIsRefused() {
        fixture.addEngine("decoder");
        fixture.configure(AliasFixture.NAME, "model", "tiny", "loopLimit", "5");

        String reason = fixture.info().reason();
        assertTrue(List.of("'loopLimit'", "at least 100").stream().allMatch(reason::contains), reason);
    }
}
