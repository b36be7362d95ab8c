package org.serai.launcher.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;

/**
 * The demo's Kafka: a real broker in a JVM of its own, and the tool that sends documents to its topics and reads them. Both
 * are in the folder {@code demo/kafka} of an installation that was built in a checkout.
 */
public final class DemoKafka implements AutoCloseable {
    private static final String CLUSTER_FILE = "etc/org.serai.kafka~demo.cfg";
    private static final String MAILS = "demo.mails";
    private static final List<String> SORTED = List.of("demo.complaints", "demo.questions", "demo.praise");

    private final Path folder;
    private final LocalBroker broker;
    private final BlockingQueue<Letter> sorted = new LinkedBlockingQueue<>();
    private @Nullable CompletableFuture<Void> starting;
    private @Nullable Process reader;

    /**
     * A record that came out.
     *
     * @param topic where it is
     * @param name of the document, the record's key
     */
    record Letter(String topic, String name) {}

    private DemoKafka(Path folder, LocalBroker broker) {
        this.folder = folder;
        this.broker = broker;
    }

    /**
     * Finds the broker of an installation, and tells the home's routes where it will be.
     *
     * @return nothing where the installation has none
     */
    public static Optional<DemoKafka> in(Path installation, Path home) throws IOException {
        Path folder = installation.resolve("demo/kafka");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Path data = Files.createDirectories(home.resolve("data/demo-kafka"));
        LocalBroker broker = new LocalBroker(BrokerSettings.in(data).withJarsOf(folder));
        Path cluster = home.resolve(CLUSTER_FILE);
        Files.createDirectories(cluster.resolveSibling(""));
        Files.writeString(cluster, """
                # The Kafka broker of "serai demo", which runs only as long as the demo does. Written at each start of the demo.
                bootstrap.servers = %s
                """.formatted(broker.bootstrapServers()));
        return Optional.of(new DemoKafka(folder, broker));
    }

    /** Starts it, and returns at once: Serai starts meanwhile, and its routes wait for their broker. */
    public void start() {
        starting = CompletableFuture.runAsync(
                () -> {
                    try {
                        broker.start();
                        List<String> topics = new ArrayList<>(SORTED);
                        topics.add(MAILS);
                        run("create", topics);
                        reader = tool("read", SORTED).start();
                        follow(reader);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                task -> Thread.ofVirtual().name("demo-kafka").start(task));
    }

    /** Returns once it runs and the topics are there. */
    public void awaitStart() {
        if (starting != null) {
            starting.join();
        }
    }

    /** Sends a document to the route's topic. */
    void send(Path document) throws IOException, InterruptedException {
        sorted.clear();
        run("send", List.of(MAILS, document.toString()));
    }

    /** The next record that the route sent on; nothing where none comes in time. */
    Optional<Letter> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(sorted.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The words that a user types to send a document, in a shell. */
    String sendCommand(Path document) {
        return folder.resolve("topic") + " " + broker.bootstrapServers() + " send " + MAILS + " " + document;
    }

    /** The words that a user types to see what came out, in a shell. */
    String readCommand() {
        return folder.resolve("topic") + " " + broker.bootstrapServers() + " read " + String.join(" ", SORTED);
    }

    private void follow(Process process) {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        Thread.ofVirtual().name("demo-kafka-reader").start(() -> {
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] parts = line.split("\t", 3);
                    sorted.add(new Letter(parts[0], parts[1]));
                }
            } catch (IOException e) {
                // the tool was ended, with the demo
            }
        });
    }

    private void run(String command, List<String> words) throws IOException, InterruptedException {
        Process process = tool(command, words).start();
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException("The demo's Kafka broker at " + broker.bootstrapServers() + " did not take '"
                    + command + " " + String.join(" ", words) + "' (exit status " + status + ")");
        }
    }

    private ProcessBuilder tool(String command, List<String> words) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                folder.resolve("*").toString(),
                "org.serai.broker.TopicTool",
                broker.bootstrapServers(),
                command));
        line.addAll(words);
        return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    @Override
    public void close() {
        if (starting != null) {
            starting.exceptionally(problem -> null).join();
        }
        if (reader != null) {
            reader.destroy();
        }
        broker.close();
    }
}
