package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.serai.alias.AliasLoad;
import org.serai.engine.GenerationListener;
import org.serai.engine.Priority;
import org.serai.error.OverloadException;

/** What is measured and foretold. */
class AliasLoadTest {
    private final AliasFixture fixture = new AliasFixture();

    private AliasLoad load() {
        return fixture.manager.load(AliasFixture.NAME).orElseThrow();
    }

    /** Lets all that runs take so long, and end together. */
    private void work(ScriptedSession session, int seconds) {
        fixture.time.pass(Duration.ofSeconds(seconds));
        List<ScriptedSession.Running> running = session.running();
        running.forEach(one -> one.finish("one two three", Duration.ofSeconds(2), Duration.ofSeconds(seconds - 2)));
        fixture.settle();
    }

    @Test
    void anUnknownAliasHasNone() {
        assertTrue(fixture.manager.load("nobody").isEmpty());
    }

    @Test
    void nothingIsKnownAtFirst() {
        fixture.ready("slots", "2");
        AliasLoad load = load();
        assertEquals(2, load.freeSlots());
        assertEquals(0, load.prefillRate());
        assertEquals(0, load.decodeRate());
        assertEquals(Duration.ZERO, load.requestTime());
        assertEquals(Duration.ZERO, load.expectedWait());
        assertEquals(AliasSettingsParser.DEFAULT_QUEUE_TOKENS, load.queueLimitTokens());
    }

    @Test
    void ratesAreOfAllSlotsTogether() {
        ScriptedSession session = fixture.ready("slots", "2").lastSession();
        for (int i = 0; i < 5; i++) {
            fixture.submit("ten tokens");
            fixture.submit("ten tokens");
            work(session, 6);
        }
        AliasLoad load = load();
        assertEquals(
                5,
                load.prefillRate(),
                0.01); // 10 tokens in 2 s; of 6 s each, two thirds of a request are in this phase
        assertEquals(2 / 4.0 * 2 * 4 / 6, load.decodeRate(), 0.01);
        assertEquals(Duration.ofSeconds(6), load.requestTime());
    }

    @Test
    void theRequestTimeIsTheMedianOfTheLastHour() {
        ScriptedSession session = fixture.ready().lastSession();
        for (int seconds : List.of(3, 300, 4, 5, 4)) {
            fixture.submit("x");
            work(session, seconds);
        }
        assertEquals(Duration.ofSeconds(4), load().requestTime());
        fixture.time.pass(ServiceMeter.WINDOW.plusSeconds(1));
        assertEquals(Duration.ZERO, load().requestTime());
    }

    @Test
    void anotherModelIsMeasuredAnew() {
        ScriptedSession session = fixture.ready().lastSession();
        fixture.submit("x");
        work(session, 4);
        fixture.configure(AliasFixture.NAME, "model", "other");
        fixture.settle();
        assertEquals(Duration.ZERO, load().requestTime());
    }

    @Test
    void theExpectedWaitCountsTheRestOfWhatRunsAndWhatGoesBefore() {
        ScriptedSession session = fixture.ready("slots", "2").lastSession();
        fixture.submit("x");
        fixture.submit("x");
        work(session, 10);
        fixture.submit("a");
        assertEquals(Duration.ZERO, load().expectedWait());
        fixture.submit("b");
        fixture.time.pass(Duration.ofSeconds(4));
        assertEquals(Duration.ofSeconds(6), load().expectedWait());
        fixture.submit("c");
        fixture.submit("d");
        fixture.submit("batch", Priority.BATCH, null, GenerationListener.NONE);
        assertEquals(6 + 10 + 2.5, ServiceMeter.seconds(load().expectedWait()), 0.01);
        assertEquals(3 * 512, load().queuedTokens());
    }

    @Test
    void beforeAnythingWasMeasuredWhatRunsIsTakenToBeHalfDone() {
        fixture.ready();
        fixture.submit("a");
        fixture.time.pass(Duration.ofSeconds(7));
        assertEquals(Duration.ofSeconds(7), load().expectedWait());
    }

    @Test
    void whileNoModelIsThereNothingIsKnown() {
        fixture.addEngine("decoder");
        fixture.configure(AliasFixture.NAME, "model", "tiny");
        assertEquals(Forecast.UNKNOWN, load().expectedWait());
        assertEquals(0, load().slots());
    }

    /** Whoever comes back when he was told finds room, and half that time before he does not. */
    @Test
    void retryAfterIsTrue() {
        ScriptedSession session =
                fixture.ready("queueTokens", "8192", "slots", "2").lastSession();
        for (int i = 0; i < 3; i++) {
            fixture.submit("warm");
            fixture.submit("up");
            work(session, 10);
        }
        while (load().queuedTokens() < 6144) {
            fixture.submit("event");
        }
        fixture.time.pass(Duration.ofSeconds(3));
        OverloadException refusal = assertThrows(OverloadException.class, () -> fixture.submit("one more"));
        assertEquals(Duration.ofSeconds(7), refusal.retryAfter());
        AliasFixture.assertSays("try again in about 7 s", refusal);

        fixture.time.pass(refusal.retryAfter().dividedBy(2));
        assertThrows(OverloadException.class, () -> fixture.submit("too early"));
        fixture.time.pass(refusal.retryAfter().dividedBy(2));
        work(session, 2); // ends what runs, which is due by now
        fixture.submit("in time");
    }

    @Test
    void slotsCanBeKeptForInteractiveRequests() {
        ScriptedSession session =
                fixture.ready("slots", "3", "interactiveSlots", "1").lastSession();
        for (int i = 0; i < 4; i++) {
            fixture.submit("batch" + i, Priority.BATCH, null, GenerationListener.NONE);
        }
        assertEquals(List.of("batch0", "batch1"), session.log());
        fixture.submit("person", Priority.INTERACTIVE, null, GenerationListener.NONE);
        fixture.submit("person2", Priority.INTERACTIVE, null, GenerationListener.NONE);
        assertEquals(List.of("batch0", "batch1", "person"), session.log());
        session.running("batch0").finish("");
        fixture.settle();
        session.running("batch1").finish("");
        fixture.settle();
        assertEquals(List.of("batch0", "batch1", "person", "person2", "batch2"), session.log());
        session.running("person").finish("");
        fixture.settle();
        assertEquals(List.of("batch0", "batch1", "person", "person2", "batch2", "batch3"), session.log());
    }
}
