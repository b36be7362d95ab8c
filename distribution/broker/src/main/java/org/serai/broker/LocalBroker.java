package org.serai.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker, controller and broker in one, in a child JVM on the loopback address. It can be stopped, killed and
 * started again on the same data and the same port. It ends with this JVM, however that ends.
 *
 * <p>Its output is in {@code broker.log} of its directory. Not thread-safe.
 */
public final class LocalBroker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int SHOWN_LINES = 15;

    private final BrokerSettings settings;
    private final int port;
    private final Path log;

    private @Nullable Process process;

    /** Does not start it yet. A free port is chosen here, and kept. */
    public LocalBroker(BrokerSettings settings) throws IOException {
        this.settings = settings;
        this.port = settings.port() == 0 ? FreePort.next() : settings.port();
        this.log = settings.directory().resolve("broker.log");
    }

    /** A new broker that runs. */
    public static LocalBroker start(BrokerSettings settings) throws IOException, InterruptedException {
        var broker = new LocalBroker(settings);
        broker.start();
        return broker;
    }

    /**
     * Starts the broker, and returns when it answers clients.
     *
     * @throws IOException where it does not come up; the message has the end of its log
     */
    public void start() throws IOException, InterruptedException {
        if (isRunning()) {
            throw new IllegalStateException("The broker on port " + port + " runs already");
        }
        Path properties = BrokerProperties.write(settings, port);
        process = new ProcessBuilder(command(properties))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        awaitReady(process);
    }

    /** Ends it in good order. Nothing happens where it does not run. */
    public void stop() throws InterruptedException {
        if (process == null) {
            return;
        }
        process.destroy();
        if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
    }

    /** Ends it as {@code kill -9} does. Nothing happens where it does not run. */
    public void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** The process of the child JVM. */
    public long pid() {
        if (process == null) {
            throw new IllegalStateException("The broker was never started");
        }
        return process.pid();
    }

    /** What clients call {@code bootstrap.servers}. The same after each start. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> command(Path properties) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dslf4j.provider=org.slf4j.simple.SimpleServiceProvider",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
                "-Dorg.slf4j.simpleLogger.logFile=" + log,
                "-cp",
                settings.classPath(),
                BrokerProcess.class.getName(),
                properties.toString(),
                Long.toString(ProcessHandle.current().pid()));
    }

    private void awaitReady(Process started) throws IOException, InterruptedException {
        // One reader for the life of the process: what it prints later must not fill the pipe.
        var ready = new CompletableFuture<Boolean>();
        Thread.ofVirtual().name("broker-output-" + port).start(() -> follow(started, ready));
        try {
            if (!ready.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed("ended with status " + started.waitFor());
            }
        } catch (TimeoutException e) {
            kill();
            throw failed("did not answer within " + START_LIMIT.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IOException("The output of the broker on port " + port + " cannot be read", e.getCause());
        }
    }

    private static void follow(Process started, CompletableFuture<Boolean> ready) {
        try (BufferedReader output = started.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(BrokerProcess.READY)) {
                    ready.complete(true);
                    output.transferTo(Writer.nullWriter());
                }
            }
            ready.complete(false);
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    private IOException failed(String how) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        List<String> end = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
        return new IOException(
                "The broker on port " + port + " " + how + ". The end of " + log + ":\n" + String.join("\n", end));
    }
}
