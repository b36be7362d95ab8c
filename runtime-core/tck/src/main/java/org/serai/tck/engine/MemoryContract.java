package org.serai.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.serai.engine.MemoryNeed;
import org.serai.engine.MemoryPlanner;
import org.serai.engine.SessionOptions;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;
import org.serai.model.Support;

/** Memory: what does not fit is refused with the numbers before it is loaded, and what fits is planned as it will be. */
public interface MemoryContract extends EngineUnderTest {
    /** So many slots that no machine has the memory for their KV cache. */
    int SLOTS_BEYOND_ANY_MEMORY = 1 << 28;

    /** What rounding and alignment may add to a plan. */
    long ROUNDING = 4 << 20;

    @Test
    default void refusesWithTheNumbersWhatDoesNotFit() throws Exception {
        if (isRemote()) {
            assertEquals(0, session().info().memoryBytes(), "A model on a server takes nothing of this machine");
            assertFalse(engine() instanceof MemoryPlanner, "Nobody here knows what a server will take");
            return;
        }
        Asking.Said before = ask().said(session(), prompt(), 8);
        SessionOptions options = new SessionOptions(
                OptionalInt.of(Asking.CONTEXT), SLOTS_BEYOND_ANY_MEMORY, List.of(), OptionalInt.empty(), false);

        SeraiException refusal = assertThrows(SeraiException.class, () -> engine().open(model(), options));

        assertEquals(ErrorCategory.RESOURCE, refusal.code().category());
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(String.valueOf(SLOTS_BEYOND_ANY_MEMORY)), message);
        assertTrue(message.contains("MiB"), message);
        Support.No no = assertInstanceOf(Support.No.class, engine().supports(model(), options));
        assertEquals(message, no.reason());
        assertEquals(before, ask().said(session(), prompt(), 8));
    }

    @Test
    default void plansWhatItTakes() {
        if (engine() instanceof MemoryPlanner planner) {
            MemoryNeed need = planner.plan(model(), Asking.options());
            long held = session().info().memoryBytes();
            assertTrue(need.weights() > 0);
            assertTrue(need.kvCache() > 0);
            assertTrue(need.scratch() > 0);
            assertTrue(held <= need.total() + ROUNDING, "It holds " + held + " bytes, and planned " + need);
        } else {
            assertTrue(isRemote(), "An engine of this machine tells what it will take");
        }
    }

    /** As often as memory would be gone by then if a session left much of its memory behind. */
    @Test
    default void aClosedSessionLeavesRoomForTheNext() {
        long held = session().info().memoryBytes();
        for (int i = 0; i < 8; i++) {
            try (var next = engine().open(model(), Asking.options())) {
                assertEquals(held, next.info().memoryBytes());
            }
        }
    }
}
