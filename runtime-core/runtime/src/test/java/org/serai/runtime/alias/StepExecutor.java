package org.serai.runtime.alias;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** Keeps tasks until a test runs them, one after the other, in its own thread. Thread-safe. */
final class StepExecutor implements Executor {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean atOnce;

    /** Runs tasks as they come from now on, in the thread that brings them. */
    synchronized void runAtOnce() {
        atOnce = true;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (!atOnce) {
                tasks.add(task);
                return;
            }
        }
        task.run();
    }

    private synchronized Runnable next() {
        return tasks.isEmpty() ? () -> {} : tasks.remove();
    }

    synchronized int size() {
        return tasks.size();
    }

    /** Runs all tasks, and those that they add. */
    void runAll() {
        while (size() > 0) {
            next().run();
        }
    }
}
