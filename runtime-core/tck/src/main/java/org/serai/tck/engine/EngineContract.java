package org.serai.tck.engine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.serai.engine.ModelSession;

/** Every contract of an {@link org.serai.engine.InferenceEngine}. A test of an engine extends this class. */
public abstract class EngineContract
        implements AnswerContract,
                ScoreContract,
                ParameterContract,
                CancelContract,
                DeadlineContract,
                OverloadContract,
                MemoryContract,
                SwapContract,
                CrashContract {
    private ModelSession session;

    /** Leaves the session to {@link #openSession}. */
    @SuppressWarnings("NullAway.Init") // opened before each test
    protected EngineContract() {}

    @BeforeEach
    final void openSession() {
        session = engine().open(model(), Asking.options());
    }

    @AfterEach
    final void closeSession() {
        session.close();
    }

    @Override
    public final ModelSession session() {
        return session;
    }
}
