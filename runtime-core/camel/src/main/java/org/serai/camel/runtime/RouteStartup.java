package org.serai.camel.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.camel.routes.RouteFileInfo;
import org.serai.camel.routes.RouteStore;
import org.serai.status.Startup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The route files that are there when an instance starts: each runs, or waits or was refused for a reason. */
@Component
public final class RouteStartup implements Startup {
    private static final Logger LOG = LoggerFactory.getLogger(RouteStartup.class);
    private static final long POLL_MILLIS = 20;

    private final RouteStore routes;
    private final Path folder;

    @Activate
    public RouteStartup(BundleContext bundleContext, @Reference RouteStore routes) {
        this(routes, home(bundleContext).resolve("routes"));
    }

    RouteStartup(RouteStore routes, Path folder) {
        this.routes = routes;
        this.folder = folder;
    }

    private static Path home(BundleContext bundleContext) {
        @Nullable String home = bundleContext.getProperty("serai.home");
        return Path.of(home == null ? "" : home);
    }

    @Override
    public List<String> await(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Set<String> unknown = unknown();
        while (!unknown.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(POLL_MILLIS);
            unknown = unknown();
        }
        // What waited for an alias may run now, and what is tried again first has to be seen.
        if (!routes.review(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
            LOG.info("Routes are still starting after {}", patience);
        }
        return Stream.concat(
                        unknown.stream().map(name -> "route file " + name + " is still starting: see 'serai status'"),
                        routes.files().stream().filter(file -> !file.healthy()).flatMap(RouteStartup::reasons))
                .toList();
    }

    private static Stream<String> reasons(RouteFileInfo file) {
        return file.problems().stream().map(problem -> "routes do not run: " + problem.text(file.name()));
    }

    /** Names of files that the store has not settled yet. */
    private Set<String> unknown() {
        Set<String> known = routes.files().stream().map(RouteFileInfo::name).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> RouteStore.isRouteFile(file) && Files.isRegularFile(file))
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !known.contains(name))
                    .collect(Collectors.toSet());
        } catch (NoSuchFileException e) {
            return Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be listed", e);
        }
    }
}
