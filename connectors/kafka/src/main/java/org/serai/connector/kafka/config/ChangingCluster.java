package org.serai.connector.kafka.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;
import org.serai.settings.Secrets;
import org.serai.status.StatusSource.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster whose file is edited while others work with it. What is in use stays so until what the file says now has proved
 * itself, which is tried again and again; so a slip, or brokers that are not there yet, stop nobody. Thread-safe.
 */
final class ChangingCluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangingCluster.class);

    private final Secrets secrets;
    private final Trial trial;
    private final Duration pause;
    private final Runnable changed;
    private Cluster inUse;
    private @Nullable Change change;

    /**
     * A cluster that is configured for the first time: nobody works with it, so what its file says counts at once.
     *
     * @param pause between two trials
     * @param changed called whenever another configuration is in use
     */
    ChangingCluster(Cluster first, Secrets secrets, Trial trial, Duration pause, Runnable changed) {
        this.inUse = first;
        this.secrets = secrets;
        this.trial = trial;
        this.pause = pause;
        this.changed = changed;
    }

    /** What the file says now, and why it is not in use; empty before that is known. */
    private static final class Change {
        private final Cluster wanted;
        private String reason = "";
        private @Nullable Thread worker;

        Change(Cluster wanted) {
            this.wanted = wanted;
        }
    }

    synchronized Cluster inUse() {
        return inUse;
    }

    /** The file says another thing. Waits for no broker. */
    synchronized void change(Cluster wanted) {
        close();
        if (wanted.equals(inUse)) {
            return;
        }
        if (problem(inUse).isEmpty()) {
            Change begun = new Change(wanted);
            change = begun;
            begun.worker =
                    Thread.ofVirtual().name("kafka-cluster-" + wanted.name()).start(() -> adopt(begun));
        } else {
            use(wanted);
        }
    }

    private synchronized void use(Cluster wanted) {
        inUse = wanted;
        change = null;
        changed.run();
    }

    private void adopt(Change begun) {
        try {
            String reason = tryOut(begun.wanted);
            while (!reason.isEmpty()) {
                if (!note(begun, reason)) {
                    return;
                }
                Thread.sleep(pause);
                reason = tryOut(begun.wanted);
            }
            synchronized (this) {
                if (change == begun) {
                    LOG.info("The Kafka cluster '{}' is used as {} says now", begun.wanted.name(), begun.wanted.file());
                    use(begun.wanted);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Another change came, or the end", e);
        }
    }

    /** False where the change is no longer wanted. */
    private synchronized boolean note(Change tried, String reason) {
        if (change != tried) {
            return false;
        }
        if (!reason.equals(tried.reason)) {
            LOG.warn(
                    "The Kafka cluster '{}' is still used as {} said before: {}",
                    tried.wanted.name(),
                    tried.wanted.file(),
                    reason);
        }
        tried.reason = reason;
        return true;
    }

    /** Why it cannot be used; empty where it can. */
    private String tryOut(Cluster wanted) throws InterruptedException {
        String problem = problem(wanted);
        if (!problem.isEmpty()) {
            return problem;
        }
        try {
            trial.run(client -> wanted.properties(client, secrets));
            return "";
        } catch (RuntimeException e) {
            return "brokers at " + wanted.brokers() + ": " + e.getMessage();
        }
    }

    private String problem(Cluster cluster) {
        try {
            cluster.check(secrets);
            return "";
        } catch (SeraiException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** How it is, for {@code serai status}. */
    synchronized Row row() {
        String problem = problem(inUse);
        if (!problem.isEmpty()) {
            return new Row(inUse.name(), "failed", problem, false);
        }
        String detail = inUse.brokers() + " by " + inUse.protocol();
        if (change == null) {
            return new Row(inUse.name(), "configured", detail, true);
        }
        String file = change.wanted.file();
        return change.reason.isEmpty()
                ? new Row(inUse.name(), "changing", detail + "; what " + file + " says now is being tried", true)
                : new Row(
                        inUse.name(),
                        "unchanged",
                        detail + " as before, because what " + file + " says now cannot be used: " + change.reason,
                        false);
    }

    /** Tries no further. */
    @Override
    public synchronized void close() {
        if (change != null && change.worker != null) {
            change.worker.interrupt();
        }
        change = null;
    }
}
