package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a client is to make room for one with another configuration. That happens when the configuration changed, a client
 * can be made of it, and what is under way has ended with all that lies before it; other work is not begun meanwhile. One for each client; confined to the
 * polling thread.
 */
final class Relief {
    private static final Logger LOG = LoggerFactory.getLogger(Relief.class);

    private final ClientFactory clients;
    private final ConsumerReport report;
    private final Duration longestWait;
    private long version;
    private boolean coming;
    private long since;

    /**
     * For a client that is about to be made.
     *
     * @param report is told why a changed configuration is not used
     * @param longestWait for work under way; what is not finished then is worked on again by the next client
     */
    Relief(ClientFactory clients, ConsumerReport report, Duration longestWait) {
        this.clients = clients;
        this.report = report;
        this.longestWait = longestWait;
        this.version = clients.version();
        report.unused("");
    }

    /** Whether no new work is to be begun, but for what lies before work that was begun. */
    boolean isComing() {
        return coming;
    }

    /**
     * Whether the client is to end now.
     *
     * @param atRest whether the next client would repeat nothing
     */
    boolean isDue(BooleanSupplier atRest) {
        if (!coming && clients.version() != version) {
            version = clients.version();
            rehearse();
        }
        return coming && (atRest.getAsBoolean() || System.nanoTime() - since > longestWait.toNanos());
    }

    private void rehearse() {
        try {
            clients.rehearse();
            report.unused("");
            coming = true;
            since = System.nanoTime();
        } catch (RuntimeException e) {
            LOG.warn("A consumer goes on with its former configuration: {}", e.toString());
            report.unused("goes on with its former configuration: " + e.getMessage());
        }
    }
}
