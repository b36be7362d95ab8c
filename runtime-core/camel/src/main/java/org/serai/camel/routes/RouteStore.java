package org.serai.camel.routes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.serai.camel.context.ContextFactory;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the routes of the running context equal to the route files. Each new version of a file is tried in a context of its
 * own first; a version that is wrong changes nothing, a right one replaces the old one after that has finished its work.
 * Files whose components, languages or aliases are not there wait for them.
 *
 * <p>Thread-safe. Everything that changes routes happens on one thread, in order.
 */
public final class RouteStore implements AutoCloseable, ContextFactory.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RouteStore.class);
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final DefaultCamelContext camel;
    private final RouteFiles files;
    private final Patience patience;
    private final AtomicBoolean reviewScheduled = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("serai-routes").factory());
    private volatile @Nullable Thread worker;

    /** @param camel the context in which routes run */
    public RouteStore(DefaultCamelContext camel, RouteChecker checker, Aliases aliases, Patience patience) {
        this.camel = camel;
        this.files = new RouteFiles(camel, checker, aliases, patience);
        this.patience = patience;
    }

    /** True for files whose names end as those of route files: {@code .camel.yaml}, {@code .camel.xml}. */
    public static boolean isRouteFile(Path file) {
        return RouteSource.isRouteFile(String.valueOf(file.getFileName()));
    }

    /** Takes a new or changed file; returns at once, with what is done when the file runs or is refused. */
    public Future<?> changed(Path file) {
        return submit(() -> {
            files.changed(file);
            return file;
        });
    }

    /** Takes out the routes of a deleted file; returns at once, with what is done when they are gone. */
    public Future<?> removed(Path file) {
        return submit(() -> {
            files.removed(file);
            return file;
        });
    }

    /** Something came: files that wait are tried again. */
    @Override
    public void gained() {
        scheduleReview();
    }

    /** Aliases came, changed or went: routes whose alias is gone wait, and others are tried again. */
    public void aliasesChanged() {
        scheduleReview();
    }

    /** A bundle goes: its routes end their work, for which this call waits, and stay until it is back. */
    @Override
    public void lost(long bundle) {
        if (Thread.currentThread() == worker) {
            files.lost(bundle);
            return;
        }
        Future<?> done = submit(() -> {
            files.lost(bundle);
            return bundle;
        });
        awaitLoss(done, bundle);
    }

    /**
     * Tries again what does not run, with what is there now, and waits for that and for everything that was to be done
     * before.
     *
     * @return false where that is not done in time; it goes on
     */
    public boolean review(Duration patience) throws InterruptedException {
        Future<Boolean> done = submit(() -> {
            files.review();
            return true;
        });
        try {
            return done.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** All files, by name. */
    public List<RouteFileInfo> files() {
        return files.published().stream()
                .sorted(Comparator.comparing(RouteFileInfo::file))
                .map(this::withStatus)
                .toList();
    }

    /**
     * Stops a route, or all routes of a file, and keeps them stopped through changes of the file.
     *
     * @throws SeraiException where there is no such route or file
     */
    public void stop(String name) {
        get(submit(() -> {
            files.stop(name);
            return name;
        }));
    }

    /**
     * Starts what was stopped; a file that waits or was refused is tried again.
     *
     * @throws SeraiException where there is no such route or file, or it cannot run
     */
    public void start(String name) {
        get(submit(() -> {
            files.start(name);
            return name;
        }));
    }

    /** Who owns which route and bean (see {@link Footprint}), for checks of files beside those of the store. */
    Map<String, String> ownersExcept(String fileName) {
        return get(submit(() -> files.ownersExcept(fileName)));
    }

    /** Ends the store's thread after what it has to do. Routes stay as they are; their context is ended by its owner. */
    @Override
    public void close() {
        thread.close();
    }

    private void scheduleReview() {
        if (reviewScheduled.compareAndSet(false, true)) {
            Future<?> unused = submit(() -> {
                reviewScheduled.set(false);
                files.review();
                return true;
            });
        }
    }

    private RouteFileInfo withStatus(RouteFileInfo info) {
        List<RouteFileInfo.RouteInfo> routes =
                info.routes().stream().map(route -> status(route.id())).toList();
        return new RouteFileInfo(info.file(), info.state(), routes, info.problems());
    }

    private RouteFileInfo.RouteInfo status(String id) {
        Route route = camel.getRoute(id);
        ServiceStatus status = camel.getRouteController().getRouteStatus(id);
        if (route == null || status == null) { // the store's thread may take it away while somebody asks
            return new RouteFileInfo.RouteInfo(id, "", "Removed", 0);
        }
        return new RouteFileInfo.RouteInfo(
                id,
                URISupport.sanitizeUri(route.getEndpoint().getEndpointUri()),
                status.name(),
                camel.getInflightRepository().size(id));
    }

    private <T> Future<T> submit(Callable<T> task) {
        return thread.submit(() -> {
            worker = Thread.currentThread();
            try {
                return task.call();
            } catch (SeraiException e) {
                throw e;
            } catch (Exception | LinkageError e) { // a bundle that lacks a package must not fail in silence
                LOG.error("A change of routes failed", e);
                throw e;
            }
        });
    }

    private void awaitLoss(Future<?> done, long bundle) {
        Duration limit = patience.forLosses().plus(MARGIN);
        try {
            done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Bundle {} goes although routes still use it: they did not end within {}", bundle, limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.error("The routes that use bundle {} were not removed", bundle, e.getCause());
        }
    }

    private static <T> T get(Future<T> done) {
        try {
            return done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while routes change", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SeraiException typed) {
                throw typed;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
