package org.serai.tck.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.serai.engine.InferenceEngine;

/** Where an engine that comes and goes with its server is offered, as the service registry does it. Thread-safe. */
public final class EngineDesk {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable InferenceEngine offered;

    /**
     * The engine is there from now on.
     *
     * @return takes it away again
     */
    public Runnable offer(InferenceEngine engine) {
        put(engine);
        return () -> put(null);
    }

    private void put(@Nullable InferenceEngine engine) {
        lock.lock();
        try {
            offered = engine;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The engine, as soon as it is there. */
    public InferenceEngine await() throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(Asking.PATIENCE_SECONDS);
        lock.lock();
        try {
            while (offered == null) {
                if (left <= 0) {
                    throw new AssertionError("No engine came");
                }
                left = changed.awaitNanos(left);
            }
            return offered;
        } finally {
            lock.unlock();
        }
    }
}
