package org.serai.delivery;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets who delivered a piece of work stop it, wherever on its route it is. The steps that take long register how they are
 * stopped. Thread-safe.
 */
public final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    /** Stops the work. Idempotent. */
    public void cancel() {
        List<Runnable> waiting;
        synchronized (this) {
            cancelled = true;
            waiting = List.copyOf(actions);
            actions.clear();
        }
        waiting.forEach(Runnable::run);
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /**
     * Says how a step is stopped.
     *
     * @param action called once, when the work is stopped, and at once where it was already; harmless after the step's end
     */
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }
}
