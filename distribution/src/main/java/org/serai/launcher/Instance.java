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
import org.osgi.framework.FrameworkUtil;

/**
 * A running Serai: holds the home's lock, watches its folders and serves its routes until somebody stops it, by
 * {@code serai stop}, SIGTERM or Ctrl-C. Stopping waits for work in flight.
 */
final class Instance implements AutoCloseable {
    private static final Dictionary<String, ?> SHUTDOWN = FrameworkUtil.asDictionary(Map.of("serai.shutdown", true));

    /** What work in flight gets after SIGTERM or Ctrl-C; {@code serai stop} has a {@code --timeout} of its own. */
    private static final Duration SIGNAL_PATIENCE = Duration.ofMinutes(1);

    private final Home home;
    private final InstanceLock lock;
    private final Container container;

    private Instance(Home home, InstanceLock lock, Container container) {
        this.home = home;
        this.lock = lock;
        this.container = container;
    }

    /**
     * Boots an instance.
     *
     * @throws org.serai.error.SeraiException where another one runs in this home, or the home cannot be used
     */
    static Instance start(Home home, Console console) {
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
            Instance instance = new Instance(home, lock, container);
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
     * Waits until the aliases are settled, and tells the user and {@code serai start}.
     *
     * @return a line for each alias that is not ready
     */
    List<String> announce(Console console) throws InterruptedException {
        List<String> failures = new Readiness(container, home.etc()).awaitFailures();
        failures.forEach(console::warn);
        String line = String.format(
                Locale.ROOT,
                "Serai %s is ready after %.1f s. Home: %s, process: %d",
                Version.serai(),
                sinceStart().toMillis() / 1000.0,
                home.directory(),
                ProcessHandle.current().pid());
        console.say(line);
        try {
            Files.writeString(home.readyFile(), line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return failures;
    }

    private static Duration sinceStart() {
        Instant now = Instant.now();
        return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
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
