package org.serai.engine.openai.presence;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.engine.openai.http.ServerFailure;
import org.serai.engine.openai.http.ServerFailure.Fault;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers a server's engine to the runtime exactly while the server is there: the runtime then moves aliases to the next
 * engine of their order, takes back what was under way, and returns when the engine does, as for any other engine. One
 * thread looks, offers and withdraws. Thread-safe.
 */
public final class ServerPresence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerPresence.class);
    private static final CompletableFuture<?> NOTHING = CompletableFuture.completedFuture(null);

    private final String server;
    private final CircuitBreaker breaker;
    private final Look look;
    private final Offer offer;
    private final ScheduledThreadPoolExecutor thread;
    private volatile CompletableFuture<?> withdrawal = NOTHING;
    private @Nullable Runnable withdraw; // of the thread

    /** Asks the server for something that costs it nothing. */
    @FunctionalInterface
    public interface Look {
        /**
         * Looks.
         *
         * @throws ServerFailure where it is not there, or not as it should be
         */
        void look() throws ServerFailure;
    }

    /** Makes the engine known. */
    @FunctionalInterface
    public interface Offer {
        /**
         * Makes it known.
         *
         * @return takes the offer back; returns when nobody uses the engine any more
         */
        Runnable offer();
    }

    public ServerPresence(String server, CircuitBreaker breaker, Look look, Offer offer) {
        this.server = server;
        this.breaker = breaker;
        this.look = look;
        this.offer = offer;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("serai-server-" + server).daemon().factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Looks for the server for the first time, without waiting for it. */
    public void begin() {
        thread.execute(this::search);
    }

    public CircuitBreaker breaker() {
        return breaker;
    }

    private void search() {
        try {
            look.look();
            breaker.found();
            withdraw = offer.offer();
            LOG.info("Server {} is there", server);
        } catch (ServerFailure e) {
            boolean known = breaker.snapshot().reason().equals(e.problem().getMessage());
            breaker.open(e.problem());
            if (!known) {
                LOG.warn("{}", e.problem().getMessage());
            }
            searchLater();
        } catch (RuntimeException e) {
            breaker.open(new SeraiException(
                    RemoteErrors.UNAVAILABLE, "Server '" + server + "' could not be looked at: " + e, e));
            LOG.error("Server {} could not be looked at", server, e);
            searchLater();
        }
    }

    private void searchLater() {
        Duration pause = breaker.snapshot().pause();
        var _ = thread.schedule(this::search, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A request was answered. */
    public void succeeded() {
        breaker.succeeded();
    }

    /**
     * A request failed. Where a connection broke the server is looked at: one that is gone is not tried until it has failed
     * often enough.
     *
     * @return completes when what follows from it is done: nothing, or the withdrawal of the engine
     */
    public CompletableFuture<?> failed(ServerFailure failure) {
        if (!failure.fault().isServers()) {
            return NOTHING;
        }
        if (breaker.failed(failure.problem())) {
            LOG.warn(
                    "Server {} is left alone for a while: {}",
                    server,
                    failure.problem().getMessage());
            withdrawal = later(this::leave);
        } else if (!breaker.isOpen() && failure.fault() == Fault.CONNECTION) {
            return later(this::makeSure);
        }
        return withdrawal;
    }

    private CompletableFuture<?> later(Runnable task) {
        try {
            return CompletableFuture.runAsync(task, thread);
        } catch (RejectedExecutionException e) {
            return NOTHING; // it is being closed, and takes the offer back by itself
        }
    }

    private void makeSure() {
        if (breaker.isOpen()) {
            return;
        }
        try {
            look.look();
        } catch (ServerFailure e) {
            if (e.fault().isServers() && breaker.open(e.problem())) {
                LOG.warn("{}", e.problem().getMessage());
                leave();
            }
        }
    }

    private void leave() {
        takeBack();
        searchLater();
    }

    private void takeBack() {
        Runnable offered = withdraw;
        withdraw = null;
        if (offered != null) {
            offered.run();
        }
    }

    /** Takes the engine back and looks no more. */
    @Override
    public void close() {
        CompletableFuture<?> end = later(this::takeBack);
        thread.shutdown();
        end.join();
    }
}
