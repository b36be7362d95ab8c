package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when something is committed: the counts of attempts as soon as there are some, finished records along with them, or
 * when they have waited long enough. One commit is under way at a time, while the work goes on. Confined to the loop.
 */
final class CommitCycle {
    private static final Logger LOG = LoggerFactory.getLogger(CommitCycle.class);
    private static final int MOST_FINISHED = 2_000;
    private static final long PAUSE_AFTER_FAILURE = Duration.ofMillis(10).toNanos();

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> client;
    private final Assignment assignment;
    private final Dispatcher dispatcher;
    private final Committer committer;
    private final long interval;
    private long lastCommit = System.nanoTime();
    private long claimFrom = lastCommit;

    /** @param interval how long finished records may wait */
    CommitCycle(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> client,
            Assignment assignment,
            Dispatcher dispatcher,
            Committer committer,
            Duration interval) {
        this.client = client;
        this.assignment = assignment;
        this.dispatcher = dispatcher;
        this.committer = committer;
        this.interval = interval.toNanos();
    }

    /**
     * Claims what can be begun soon and commits what is finished, unless a commit is under way.
     *
     * @param room how many batches may begin
     * @param claimed hears that claimed records were committed, in the polling thread
     */
    void turn(int room, Runnable claimed) {
        if (committer.isBusy()) {
            return;
        }
        long now = System.nanoTime();
        boolean due = isDue(now);
        if (due) {
            passOver();
            committer.writeResults(assignment.partitions());
            lastCommit = now;
        }
        boolean claims = now - claimFrom >= 0 && dispatcher.claim(room);
        if (claims || due) {
            committer.note(assignment.partitions(), noted(claimed));
        }
    }

    private Consumer<Boolean> noted(Runnable claimed) {
        return committed -> {
            dispatcher.claimed(committed);
            if (committed) {
                claimed.run();
            } else {
                claimFrom = System.nanoTime() + PAUSE_AFTER_FAILURE;
            }
        };
    }

    private boolean isDue(long now) {
        int finished = assignment.partitions().stream()
                .mapToInt(partition -> partition.window().size() - partition.waiting() - partition.underWay())
                .sum();
        return finished >= MOST_FINISHED || now - lastCommit >= interval;
    }

    /** Ends of transactions take offsets, too; without this the last of them would look like lag. */
    private void passOver() {
        for (AssignedPartition partition : assignment.partitions()) {
            if (partition.window().size() == 0) {
                try {
                    partition.window().skipTo(client.position(partition.topicPartition(), Duration.ZERO));
                } catch (TimeoutException e) {
                    LOG.trace("The position of {} is not known yet", partition.topicPartition(), e);
                }
            }
        }
    }
}
