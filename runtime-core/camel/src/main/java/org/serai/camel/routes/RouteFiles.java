package org.serai.camel.routes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;
import org.serai.settings.Nearest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done with each file when something happens. Used by the store's thread alone, except for
 * {@link #published}.
 */
final class RouteFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);

    private final DefaultCamelContext camel;
    private final LiveRoutes live;
    private final RouteChecker checker;
    private final Aliases aliases;
    private final Patience patience;
    private final Map<Path, RouteFile> files = new TreeMap<>();
    private final Map<Path, RouteFileInfo> published = new ConcurrentHashMap<>();
    private final Set<String> stopped = new LinkedHashSet<>();

    RouteFiles(DefaultCamelContext camel, RouteChecker checker, Aliases aliases, Patience patience) {
        this.camel = camel;
        this.live = new LiveRoutes(camel);
        this.checker = checker;
        this.aliases = aliases;
        this.patience = patience;
    }

    /** The files as they were after the last change; for any thread. */
    Collection<RouteFileInfo> published() {
        return published.values();
    }

    void changed(Path path) {
        RouteFile file = files.computeIfAbsent(path, RouteFile::new);
        try {
            file.newest(null);
            file.newest(RouteSource.read(path));
            take(file);
        } catch (RejectedException e) {
            reject(file, e.problems());
        }
        publish(file);
    }

    void removed(Path path) {
        RouteFile file = files.remove(path);
        published.remove(path);
        if (file != null) {
            takeOut(file, patience.forChanges());
            LOG.info("{}: deleted, its routes are gone", file.name());
            review();
        }
    }

    /** Takes out what uses the bundle. */
    void lost(long bundle) {
        suspend(
                running -> running.checked().suppliers().contains(bundle),
                running -> new Problem(
                        RouteErrors.BUNDLE_GONE,
                        0,
                        "A bundle that these routes need is stopped or gone (bundle " + bundle
                                + "). They start again when it is back."));
    }

    void stop(String name) throws Exception {
        for (String id : routesOf(name)) {
            stopped.add(id);
            camel.getRouteController().stopRoute(id, patience.forChanges().toMillis(), TimeUnit.MILLISECONDS, false);
        }
        files.values().forEach(this::publish);
    }

    void start(String name) throws Exception {
        List<String> ids = routesOf(name);
        stopped.removeAll(ids);
        for (String id : ids) {
            camel.getRouteController().startRoute(id);
        }
        RouteFile file = find(name);
        if (file != null && !file.isCurrent()) {
            retry(file);
            throwIfRejected(file);
        }
        files.values().forEach(this::publish);
    }

    /** Who owns which route and bean, all files but the named one considered. */
    Map<String, String> ownersExcept(String name) {
        return owners(file -> !file.name().equals(name));
    }

    private void take(RouteFile file) throws RejectedException {
        RouteSource source = file.newest();
        if (source == null) {
            return;
        }
        long begin = System.nanoTime();
        RouteChecker.Checked checked = checker.check(source, owners(other -> other != file));
        RouteFile.Running old = file.running();
        if (old != null) {
            live.remove(old.footprint(), patience.forChanges());
        }
        try {
            file.runs(new RouteFile.Running(source, checked, live.install(source, stopped)));
            file.has(List.of());
            LOG.info(
                    "{}: runs {} ({} ms)",
                    file.name(),
                    checked.routes(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        } catch (Exception e) {
            file.runs(null);
            restore(file, old);
            throw new RejectedException(startFailure(source, e, file.running() != null));
        }
    }

    private void restore(RouteFile file, RouteFile.@Nullable Running old) {
        if (old == null) {
            return;
        }
        try {
            file.runs(new RouteFile.Running(old.source(), old.checked(), live.install(old.source(), stopped)));
        } catch (Exception e) {
            LOG.error("{}: the version that ran before did not start again", file.name(), e);
        }
    }

    private static List<Problem> startFailure(RouteSource source, Exception failure, boolean restored) {
        Problem cause = new Diagnosis(source).of(failure).getFirst();
        return List.of(new Problem(
                RouteErrors.START_FAILED,
                cause.line(),
                "The routes are right but did not start: " + cause.message()
                        + (restored ? ". The version before runs again." : ". Nothing of this file runs.")
                        + " Remove the cause, then save the file again or call `serai route start " + source.name()
                        + "`."));
    }

    private void reject(RouteFile file, List<Problem> problems) {
        if (!file.has(problems)) {
            return;
        }
        boolean waits = problems.stream().allMatch(Problem::mayPass);
        String fate = file.running() != null ? "the version before goes on running" : waits ? "waits" : "refused";
        for (Problem problem : problems) {
            if (waits) {
                LOG.info("{} ({})", problem.text(file.name()), fate);
            } else {
                LOG.error("{} ({})", problem.text(file.name()), fate);
            }
        }
    }

    private void takeOut(RouteFile file, Duration drain) {
        RouteFile.Running running = file.running();
        if (running != null) {
            live.remove(running.footprint(), drain);
            file.runs(null);
        }
    }

    /** Suspends what lost its alias, and tries again what does not run. */
    void review() {
        suspend(running -> missingAlias(running) != null, running -> {
            String alias = missingAlias(running);
            return new Problem(
                    RouteErrors.ALIAS_NOT_READY,
                    0,
                    "Alias " + alias + " is not there any more or not ready. The routes start again when it is.");
        });
        List.copyOf(files.values()).stream().filter(file -> !file.isCurrent()).forEach(this::retry);
    }

    private void retry(RouteFile file) {
        try {
            take(file);
        } catch (RejectedException e) {
            reject(file, e.problems());
        }
        publish(file);
    }

    private @Nullable String missingAlias(RouteFile.Running running) {
        Set<String> known = aliases.names();
        for (String alias : running.checked().aliases()) {
            if (!known.contains(alias) || aliases.notReady(alias).isPresent()) {
                return alias;
            }
        }
        return null;
    }

    private void suspend(Predicate<RouteFile.Running> affected, Function<RouteFile.Running, Problem> reason) {
        for (RouteFile file : files.values()) {
            RouteFile.Running running = file.running();
            if (running != null && affected.test(running)) {
                Problem problem = reason.apply(running);
                takeOut(file, patience.forLosses());
                reject(file, List.of(problem));
                publish(file);
            }
        }
    }

    private Map<String, String> owners(Predicate<RouteFile> which) {
        Map<String, String> owners = new HashMap<>();
        for (RouteFile file : files.values()) {
            RouteFile.Running running = file.running();
            if (running != null && which.test(file)) {
                running.checked().routes().forEach(id -> owners.put(Footprint.routeKey(id), file.name()));
                running.checked().beans().forEach(bean -> owners.put(Footprint.beanKey(bean), file.name()));
            }
        }
        return owners;
    }

    private List<String> routesOf(String name) {
        RouteFile file = find(name);
        if (file != null) {
            RouteFile.Running running = file.running();
            return running == null ? List.of() : List.copyOf(running.checked().routes());
        }
        if (camel.getRoute(name) != null) {
            return List.of(name);
        }
        List<String> names = new ArrayList<>();
        files.values().forEach(known -> names.add(known.name()));
        camel.getRoutes().forEach(route -> names.add(route.getId()));
        throw new SeraiException(
                RouteErrors.UNKNOWN_ROUTE,
                "There is no route and no route file " + name + ". "
                        + Nearest.sentence(name, names, "routes and files"));
    }

    private @Nullable RouteFile find(String name) {
        return files.values().stream()
                .filter(file ->
                        file.name().equals(name) || file.path().toString().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static void throwIfRejected(RouteFile file) {
        if (!file.problems().isEmpty()) {
            Problem first = file.problems().getFirst();
            throw new SeraiException(
                    first.code(), file.name() + (first.line() > 0 ? ":" + first.line() : "") + ": " + first.message());
        }
    }

    private void publish(RouteFile file) {
        RouteFile.Running running = file.running();
        List<RouteFileInfo.RouteInfo> routes = new ArrayList<>();
        if (running != null) {
            running.checked().routes().forEach(id -> routes.add(new RouteFileInfo.RouteInfo(id, "", "", 0)));
        }
        boolean allStopped = running != null
                && !running.checked().routes().isEmpty()
                && stopped.containsAll(running.checked().routes());
        published.put(file.path(), new RouteFileInfo(file.path(), file.state(allStopped), routes, file.problems()));
    }
}
