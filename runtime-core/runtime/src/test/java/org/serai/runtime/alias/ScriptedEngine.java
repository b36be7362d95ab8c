package org.serai.runtime.alias;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.SessionOptions;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.model.Support;

/** An engine that does what a test says: refuses, fails, or waits before it opens a session. Thread-safe. */
final class ScriptedEngine implements InferenceEngine {
    static final ErrorCode BROKEN = new ErrorCode(9901, ErrorCategory.CORRUPT);

    final String name;
    private final List<ScriptedSession> sessions = new ArrayList<>();
    private volatile @Nullable String refusal;
    private volatile @Nullable RuntimeException failure;
    private volatile @Nullable CountDownLatch gate;

    ScriptedEngine(String name) {
        this.name = name;
    }

    void refuse(@Nullable String reason) {
        refusal = reason;
    }

    void failToOpen(@Nullable RuntimeException problem) {
        failure = problem;
    }

    /** Lets {@link #open} wait until the latch is down. */
    void holdOpening(CountDownLatch latch) {
        gate = latch;
    }

    @Override
    public Support supports(ModelReference model, SessionOptions options) {
        String reason = refusal;
        return reason == null ? Support.yes() : Support.no(reason);
    }

    @Override
    public ModelSession open(ModelReference model, SessionOptions options) {
        CountDownLatch latch = gate;
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        RuntimeException problem = failure;
        if (problem != null) {
            throw problem;
        }
        synchronized (sessions) {
            ScriptedSession session = new ScriptedSession(name, model, options, sessions.size());
            sessions.add(session);
            return session;
        }
    }

    List<ScriptedSession> sessions() {
        synchronized (sessions) {
            return List.copyOf(sessions);
        }
    }

    ScriptedSession lastSession() {
        return sessions().getLast();
    }

    static SeraiException broken(String message) {
        return new SeraiException(BROKEN, message);
    }
}
