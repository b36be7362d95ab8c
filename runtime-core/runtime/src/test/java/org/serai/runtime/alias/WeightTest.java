package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.Message;
import org.serai.engine.Prompt;
import org.serai.error.SeraiException;

/** What requests weigh, with a session to count and without. */
class WeightTest {
    private final AliasFixture fixture = new AliasFixture();

    private static Weight estimate(Prompt prompt, @Nullable Integer maxTokens) {
        return Weight.estimated(
                GenerateRequest.builder("x", prompt).maxTokens(maxTokens).build());
    }

    private long weigh(String prompt, @Nullable Integer maxTokens) {
        long before = fixture.queue().load().queuedTokens();
        fixture.manager.submit(
                GenerateRequest.builder(AliasFixture.NAME, new Prompt.Text(prompt))
                        .maxTokens(maxTokens)
                        .build(),
                GenerationListener.NONE);
        return fixture.queue().load().queuedTokens() - before;
    }

    @Test
    void withASessionThePromptIsCountedAndTheAnswerBoundedByTheContext() {
        fixture.ready("context", "100", "maxTokens", "30");
        fixture.submit("running");
        assertEquals(40 + 50, weigh("p".repeat(40), 50));
        assertEquals(40 + 30, weigh("p".repeat(40), null));
        assertEquals(100, weigh("p".repeat(40), 1000));
        assertEquals(100, weigh("p".repeat(90), null));
        assertEquals(Weight.LEAST, weigh("p", 1));
    }

    @Test
    void withoutOneThePromptIsEstimated() {
        assertEquals(new Weight(34, 50), estimate(new Prompt.Text("x".repeat(100)), 50));
        assertEquals(
                new Weight(34 + 8 + 21 + 8, 50),
                estimate(
                        new Prompt.Chat(
                                List.of(new Message("system", "x".repeat(100)), new Message("user", "ä".repeat(30)))),
                        50));
        assertEquals(new Weight(7, 4089), estimate(new Prompt.Tokens(new int[7]), null));
        assertEquals(new Weight(10_000, 0), estimate(new Prompt.Tokens(new int[10_000]), 5));
    }

    @Test
    void aPromptThatIsTooLongIsRefusedInTheSessionsWordsBeforeItWaits() {
        ScriptedSession session = fixture.ready("context", "100").lastSession();
        fixture.submit("running");
        session.refuse(ScriptedEngine.broken("the prompt has 101 tokens and the context holds 100"));
        SeraiException e = assertThrows(SeraiException.class, () -> fixture.submit("p".repeat(101)));
        assertEquals(ScriptedEngine.BROKEN, e.code());
        assertEquals(0, fixture.info().queued());
        assertEquals(1, fixture.queue().refused());
        session.refuse(null);
        Generation fits = fixture.submit("p".repeat(100));
        assertTrue(!fits.result().isDone());
    }

    @Test
    void aRequestThatIsTooHeavyToWaitIsTakenWhileASlotIsIdle() {
        ScriptedSession session = fixture.ready("queueTokens", "512").lastSession();
        fixture.submit("first");
        SeraiException e = assertThrows(SeraiException.class, () -> fixture.submit("second"));
        assertEquals(AliasErrors.QUEUE_FULL, e.code());
        AliasFixture.assertSays("is too heavy to wait: its queue holds 512 tokens, of which one priority gets 384", e);
        assertEquals(100, weigh("light", 95));
        session.running("first").finish("");
        fixture.settle();
        session.running("light").finish("");
        fixture.settle();
        fixture.submit("second");
        assertEquals(List.of("first", "light", "second"), session.log());
    }
}
