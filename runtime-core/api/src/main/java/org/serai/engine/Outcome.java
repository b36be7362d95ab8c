package org.serai.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A future that only its owner can complete, as {@link Generation#result()} wants it: what the receiver does to it has no effect
 * on the work behind it. For engines.
 */
public final class Outcome<T> extends CompletableFuture<T> {
    /**
     * Completes the future. What depends on it runs on a thread of its own, because a slow dependent must not hold up
     * whoever works.
     */
    public void settle(T value) {
        Thread.ofVirtual().name("serai-result").start(() -> super.complete(value));
    }

    /** Completes the future with a failure, like {@link #settle}. */
    public void settleExceptionally(Throwable failure) {
        Thread.ofVirtual().name("serai-result").start(() -> super.completeExceptionally(failure));
    }

    @Override
    public boolean complete(@Nullable T value) {
        return false;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return false;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return false;
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        return this;
    }

    @Override
    public CompletableFuture<T> completeOnTimeout(@Nullable T value, long timeout, TimeUnit unit) {
        return this;
    }

    @Override
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
        return this;
    }

    @Override
    public void obtrudeValue(@Nullable T value) {
        throw new UnsupportedOperationException("The outcome of a generation cannot be replaced");
    }

    @Override
    public void obtrudeException(Throwable failure) {
        throw new UnsupportedOperationException("The outcome of a generation cannot be replaced");
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
