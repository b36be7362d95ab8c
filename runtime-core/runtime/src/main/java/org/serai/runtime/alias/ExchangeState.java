package org.serai.runtime.alias;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wanted of an alias, what is in effect, and whether somebody works to make the one of the other. Its parts are guarded
 * by the lock, which methods here expect to be held unless they say otherwise; what is volatile may be read without it.
 */
final class ExchangeState {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeState.class);

    final ReentrantLock lock = new ReentrantLock();
    final String name;
    final AliasContext context;
    final Dispatcher dispatcher;

    /** What senders are told where no model is there. */
    final Supplier<SeraiException> notLoaded;

    private final Runnable work;

    /** What the configuration wants. */
    @Nullable
    Goal goal;

    /** What the last order that took effect made of the configuration; null where there was none. */
    @Nullable
    Goal written;

    /** The exchange that somebody ordered. */
    @Nullable
    Swap swap;

    /** What is loaded again because the exchange failed after the old model was closed. */
    @Nullable
    Goal returnTo;

    /** True where the model is to be loaded again, although it serves. */
    boolean reload;

    /** True where the old model was closed before the new one was loaded. */
    boolean closedFirst;

    /** Nothing is loaded any more. */
    boolean stopped;

    /** A load is under way. */
    boolean working;

    /** Something else is wanted since the load began. */
    boolean again;

    /** What is in effect: what served last, or will serve first. */
    volatile @Nullable Goal active;

    /** Why what is wanted does not serve; null where it does, or nothing was tried yet. */
    volatile @Nullable SeraiException problem;

    /** What is being done, for people; empty where nothing is. */
    volatile String stage = "";

    /** True where the model gave its memory to others, and the next request loads it. */
    volatile boolean unloaded;

    /** Counts what took effect. */
    volatile int version;

    /** @param work loads what is wanted; is run in a thread of its own, and never twice at once */
    ExchangeState(
            String name,
            AliasContext context,
            Dispatcher dispatcher,
            Supplier<SeraiException> notLoaded,
            Runnable work) {
        this.name = name;
        this.context = context;
        this.dispatcher = dispatcher;
        this.notLoaded = notLoaded;
        this.work = work;
        List<AliasVersion> known = context.versions().versions(name);
        this.version = known.isEmpty() ? 0 : known.getLast().number();
    }

    /** What serves now. Needs no lock. */
    Optional<LoadedModel> serving() {
        return dispatcher.snapshot().model();
    }

    /** What serves now, if it is this. Needs no lock. */
    Optional<LoadedModel> serving(AliasSettings.Load load) {
        return serving().filter(model -> model.load().equals(load));
    }

    /**
     * Whether a configuration is older than what an order made of it: files are read by others, and what they said before the
     * order may be heard of after it. What the order wrote is heard of next.
     */
    boolean isOutdated(Goal heard) {
        Goal now = written;
        return now != null
                && now.equals(goal)
                && !now.content().values().equals(heard.content().values())
                && now.content().isInItsFile();
    }

    /** Has what is wanted loaded, after the load that is under way. */
    void requestLoad() {
        if (working) {
            again = true;
        } else {
            working = true;
            context.loading().execute(work);
        }
    }

    /** Nobody works any more. */
    void rest() {
        working = false;
        stage = "";
    }

    /** What is to be tried next; null where nothing is. */
    @Nullable
    Attempt nextAttempt() {
        Swap ordered = returnTo == null ? swap : null;
        Goal target = target();
        if (target == null || stopped) {
            return null;
        }
        LoadedModel instead = reload ? null : serving(target.load()).orElse(null);
        boolean takesOver = serving().isPresent() && serving(target.load()).isEmpty();
        return new Attempt(target, ordered, instead, takesOver);
    }

    /** Whether something else is wanted by now. */
    boolean isStale(Attempt attempt) {
        Goal target = target();
        return stopped
                || target == null
                || !target.load().equals(attempt.target().load())
                || swap != attempt.swap();
    }

    /** What is to be loaded next, or is being loaded: an order comes before the configuration. */
    @Nullable
    Goal target() {
        if (returnTo != null) {
            return returnTo;
        }
        return swap != null ? swap.goal() : goal;
    }

    /** From now on requests are served so. */
    void takeEffect(Goal effective) {
        active = effective;
        version = context.versions()
                .note(name, effective.content(), context.time().now());
        dispatcher.exchange().version(version);
    }

    /** Notes why what is wanted does not serve, and tells it to whoever ordered it. */
    void stays(SeraiException reason) {
        problem = reason;
        Swap ordered = swap;
        if (ordered != null) {
            swap = null;
            ordered.fail(reason);
        }
        if (serving().isPresent()) {
            LOG.warn("Alias {} stays with what it has: {}", name, reason.getMessage());
        } else {
            LOG.warn("Alias {} has no model: {}", name, reason.getMessage());
        }
    }
}
