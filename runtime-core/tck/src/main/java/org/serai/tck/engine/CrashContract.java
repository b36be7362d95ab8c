package org.serai.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.ModelSession;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;

/**
 * Crashes: when the device or the server breaks down, whatever was under way ends with a reason that blames the engine and
 * not the request, so that the work can be begun again elsewhere; other sessions go on; and a new session works as soon as the
 * device or the server does.
 */
public interface CrashContract extends EngineUnderTest {
    /** What fails for a reason of the engine's own. */
    Set<ErrorCategory> BLAMES_THE_ENGINE =
            Set.of(ErrorCategory.INTERNAL, ErrorCategory.RESOURCE, ErrorCategory.UNAVAILABLE);

    @Test
    default void everythingUnderWayEndsWithTheReason() throws Exception {
        Asking.Said expected = ask().said(session(), prompt(), 8);
        try (FragileEngine fragile = fragile();
                ModelSession broken = fragile.engine().open(model(), Asking.options())) {
            assertEquals(expected, ask().said(broken, prompt(), 8));

            fragile.breakDown();
            List<Generation> lost = new ArrayList<>();
            for (int i = 0; i < 2 * Asking.SLOTS; i++) {
                try {
                    lost.add(broken.generate(ask().endless(), GenerationListener.NONE));
                } catch (SeraiException refused) {
                    requireBlame(refused); // it broke down already
                }
            }

            assertFalse(lost.isEmpty());
            for (Generation generation : lost) {
                ExecutionException failure = assertThrows(ExecutionException.class, () -> Asking.finish(generation));
                requireBlame(failure.getCause());
            }
            assertEquals(expected, ask().said(session(), prompt(), 8), "Another session goes on");
        }
    }

    @Test
    default void aNewSessionWorksWhenTheTroubleIsOver() throws Exception {
        Asking.Said expected = ask().said(session(), prompt(), 8);
        try (FragileEngine fragile = fragile()) {
            try (ModelSession broken = fragile.engine().open(model(), Asking.options())) {
                fragile.breakDown();
                assertThrows(SeraiException.class, () -> ask().ended(broken, ask().endless()));
            }

            fragile.recover();

            try (ModelSession fresh = fragile.engine().open(model(), Asking.options())) {
                assertEquals(expected, ask().said(fresh, prompt(), 8));
            }
        }
    }

    private static void requireBlame(@Nullable Throwable failure) {
        SeraiException known = assertInstanceOf(SeraiException.class, failure);
        assertTrue(BLAMES_THE_ENGINE.contains(known.code().category()), known.getMessage());
    }
}
