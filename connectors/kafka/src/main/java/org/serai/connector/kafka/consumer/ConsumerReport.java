package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.ClusterAddress;
import org.serai.connector.kafka.ConsumerFigures.Snapshot;
import org.serai.delivery.RouteCapacity.Room;

/** What others may know of a consumer: written by the loop now and then, read by anyone. */
final class ConsumerReport {
    private static final long INTERVAL = Duration.ofMillis(250).toNanos();

    /** A client that has just begun is not reported as unreachable. */
    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

    private final ConsumerOptions options;
    private final String route;
    private volatile Snapshot snapshot;
    private volatile String unused = "";
    private long lastTurn = System.nanoTime() - INTERVAL;
    private long lastConnected = System.nanoTime();
    private @Nullable Instant unreachableSince;

    ConsumerReport(ConsumerOptions options, String route) {
        this.options = options;
        this.route = route;
        this.snapshot = of("starting", "", true, 0, 0, 0, -1);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    boolean isRunning() {
        return snapshot.state().equals("running");
    }

    void failed(RuntimeException failure) {
        snapshot = of("failed", String.valueOf(failure.getMessage()), false, 0, 0, 0, -1);
        lastConnected = System.nanoTime();
        unreachableSince = null;
    }

    /** The client goes on with its former configuration, because the present one cannot be; empty where it can. */
    void unused(String reason) {
        unused = reason;
    }

    void stopped() {
        snapshot = of("stopped", "", true, 0, 0, 0, -1);
    }

    /** The loop made a turn. */
    void turned(
            Consumer<byte[], byte[]> client,
            Assignment assignment,
            Dispatcher dispatcher,
            Committer committer,
            Room room,
            boolean accepting) {
        long now = System.nanoTime();
        if (now - lastTurn < INTERVAL) {
            return;
        }
        lastTurn = now;
        int fetched = assignment.partitions().stream()
                .mapToInt(partition -> partition.window().size())
                .sum();
        State state = state(client, assignment, dispatcher, committer, room, accepting, now);
        snapshot = of(
                state.word(),
                state.reason(),
                state.healthy(),
                assignment.size(),
                dispatcher.recordsInFlight(),
                fetched,
                lag(client, assignment, fetched));
    }

    /** How it is, in a word, and why. */
    private record State(String word, String reason, boolean healthy) {}

    private State state(
            Consumer<byte[], byte[]> client,
            Assignment assignment,
            Dispatcher dispatcher,
            Committer committer,
            Room room,
            boolean accepting,
            long now) {
        if (isConnected(client)) {
            lastConnected = now;
            unreachableSince = null;
        } else if (now - lastConnected > PATIENCE) {
            if (unreachableSince == null) {
                unreachableSince = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            }
            return new State(
                    "unreachable",
                    "no connection to " + brokers() + " since " + unreachableSince
                            + "; it is tried again and again. Start the brokers, or correct the connection.",
                    false);
        }
        if (!dispatcher.lettersRefused().isEmpty()) {
            return new State("blocked", dispatcher.lettersRefused(), false);
        }
        if (!committer.trouble().isEmpty()) {
            return new State("blocked", committer.trouble(), false);
        }
        if (!accepting) {
            return new State("suspended", "", true);
        }
        if (room.more() == 0 && !room.reason().isEmpty()) {
            return new State("waiting", room.reason(), false);
        }
        if (assignment.size() == 0) {
            return new State("joining", "no partition is assigned: does topic " + options.topic() + " exist?", true);
        }
        return new State("running", unused, unused.isEmpty());
    }

    private String brokers() {
        ClusterAddress cluster = options.cluster();
        return cluster.brokers() != null ? cluster.brokers() : "the brokers of connection " + cluster.name();
    }

    private static boolean isConnected(Consumer<byte[], byte[]> client) {
        return client.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("connection-count"))
                .allMatch(metric -> metric.getValue().metricValue() instanceof Number count && count.doubleValue() > 0);
    }

    private static long lag(Consumer<byte[], byte[]> client, Assignment assignment, int fetched) {
        long lag = fetched;
        for (AssignedPartition partition : assignment.partitions()) {
            OptionalLong ahead = client.currentLag(partition.topicPartition());
            if (ahead.isEmpty()) {
                return -1;
            }
            lag += ahead.getAsLong();
        }
        return lag;
    }

    private Snapshot of(
            String state, String reason, boolean healthy, int partitions, int inFlight, int fetched, long lag) {
        return new Snapshot(
                route,
                options.cluster(),
                options.topic(),
                options.group(),
                state,
                reason,
                healthy,
                partitions,
                inFlight,
                fetched,
                lag);
    }
}
