package org.serai.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationResult;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;

/** Deadlines: nobody works on what is of no use any more. */
public interface DeadlineContract extends EngineUnderTest {
    @Test
    default void refusesWhatIsTooLate() {
        GenerateRequest late =
                ask().request(prompt(), 1).toBuilder().deadline(Instant.EPOCH).build();

        assertEquals(ErrorCategory.TIMEOUT, ask().refusal(late).code().category());
    }

    @Test
    default void keepsWhatItHadWhenTheDeadlinePasses() throws Exception {
        Instant deadline = Instant.now().plusSeconds(1);

        GenerationResult result = Asking.finish(session()
                .generate(
                        ask().request(prompt(), Asking.CONTEXT).toBuilder()
                                .deadline(deadline)
                                .build(),
                        chunk -> Asking.awaitUntil(deadline)));

        assertEquals(FinishReason.ERROR, result.finishReason());
        assertTrue(result.completionTokens() < Asking.CONTEXT - result.promptTokens());
    }

    @Test
    default void letsNobodyWaitBeyondTheirDeadline() throws Exception {
        Instant deadline = Instant.now().plusSeconds(1);
        List<Generation> busy = new ArrayList<>();
        for (int i = 0; i < Asking.SLOTS; i++) {
            busy.add(session().generate(ask().request(prompt(), 8), chunk -> Asking.awaitUntil(deadline)));
        }

        GenerateRequest waiting = ask().request(prompt(), Asking.CONTEXT).toBuilder()
                .deadline(deadline)
                .build();
        try {
            GenerationResult result = ask().ended(session(), waiting);
            if (isRemote()) {
                assertTrue(result.completionTokens() <= Asking.CONTEXT, "A server has slots of its own");
            } else {
                assertEquals(FinishReason.ERROR, result.finishReason());
                assertTrue(result.completionTokens() < Asking.CONTEXT - result.promptTokens());
            }
        } catch (SeraiException late) {
            assertEquals(ErrorCategory.TIMEOUT, late.code().category(), late.getMessage());
        }
        for (Generation generation : busy) {
            assertEquals(8, Asking.finish(generation).completionTokens());
        }
    }
}
