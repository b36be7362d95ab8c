package org.serai.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Dictionary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.FrameworkUtil;
import org.serai.status.StatusSource;

/**
 * A running Serai: holds the home's lock, watches its folders and serves its routes until somebody stops it, by
 * {@code serai stop}, SIGTERM or Ctrl-C. Stopping waits for work in flight.
 */
final class Instance implements AutoCloseable {
    private static final Dictionary<String, ?> SHUTDOWN = FrameworkUtil.asDictionary(Map.of("serai.shutdown", true));

    /** What work in flight gets after SIGTERM or Ctrl-C; {@code serai stop} has a {@code --timeout} of its own. */
    private static final Duration SIGNAL_PATIENCE = Duration.ofMinutes(1);

    private static final long POLL_MILLIS = 50;

    private final Home home;
    private final InstanceLock lock;
    private final Container container;
    private final Instant began;

    private Instance(Home home, InstanceLock lock, Container container, Instant began) {
        this.home = home;
        this.lock = lock;
        this.container = container;
        this.began = began;
    }

    /**
     * Boots an instance.
     *
     * @param began since when the user has been waiting for it
     * @throws org.serai.error.SeraiException where another one runs in this home, or the home cannot be used
     */
    static Instance start(Home home, Console console, Instant began) {
        home.prepare();
        InstanceLock lock = InstanceLock.acquire(home);
        try {
            Files.deleteIfExists(home.readyFile());
            List<String> warnings = JavaRuntimeCheck.warnings();
            warnings.forEach(console::warn);
            Container container = Container.boot(
                    FrameworkConfiguration.instance(home, warnings),
                    SystemBundle.in(home.installation().resolve("system")),
                    bundle -> true);
            container.problems().forEach(console::warn);
            container.context().registerService(Runnable.class, container::requestStop, SHUTDOWN);
            Instance instance = new Instance(home, lock, container, began);
            // SIGTERM and Ctrl-C end the JVM, which first runs this
            Runtime.getRuntime().addShutdownHook(new Thread(() -> container.stop(SIGNAL_PATIENCE), "serai-stop"));
            return instance;
        } catch (IOException e) {
            lock.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Waits until aliases, routes and what else the files want are settled, and tells the user and {@code serai start}.
     *
     * @return a line for each alias that is not ready; the log has told it on standard error already
     */
    List<String> announce(Console console) throws InterruptedException {
        Readiness readiness = new Readiness(container, home.etc());
        List<String> failures = readiness.awaitAliases();
        List<String> others = readiness.awaitOthers();
        String line = String.format(
                Locale.ROOT,
                "Serai %s is ready after %.1f s. Home: %s, process: %d",
                Version.serai(),
                Duration.between(began, Instant.now()).toMillis() / 1000.0,
                home.directory(),
                ProcessHandle.current().pid());
        console.say(line);
        try {
            Files.write(
                    home.readyFile(),
                    Stream.of(failures, others, List.of(line))
                            .flatMap(List::stream)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return failures;
    }

    /**
     * Waits until things that the status reports on are well.
     *
     * @param section of the status, such as {@code routes}
     * @param names the rows to wait for
     * @return a line for each that is not well in time
     */
    List<String> awaitWell(String section, Set<String> names, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Map<String, StatusSource.Row> rows = rows(section).stream()
                    .collect(Collectors.toMap(StatusSource.Row::name, Function.identity(), (one, _) -> one));
            List<String> unwell = names.stream()
                    .filter(name -> !rows.containsKey(name) || !rows.get(name).healthy())
                    .map(name -> name + ": "
                            + (rows.containsKey(name) ? rows.get(name).detail() : "not there"))
                    .toList();
            if (unwell.isEmpty() || System.nanoTime() > end || !isRunning()) {
                return unwell;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** What a section of the status says now. */
    List<StatusSource.Row> rows(String section) {
        return container.services(StatusSource.class).stream()
                .filter(source -> source.section().equals(section))
                .flatMap(source -> source.rows().stream())
                .toList();
    }

    /** False once somebody has asked it to stop. */
    boolean isRunning() {
        return container.isRunning();
    }

    void awaitStop() throws InterruptedException {
        container.awaitStop();
    }

    @Override
    public void close() {
        container.close();
        try {
            Files.deleteIfExists(home.readyFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.close();
        }
    }
}
