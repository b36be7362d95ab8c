package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.Attempts;
import org.serai.connector.kafka.CommittedAttempts;
import org.serai.connector.kafka.ConsumerFigures;
import org.serai.connector.kafka.ConsumerMeters;
import org.serai.delivery.Backoff;
import org.serai.delivery.RouteCapacity.Room;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The polling thread of a consumer. It makes its client, and a new one where that breaks, turns until it is stopped, and
 * never does anything that takes longer than the group bears.
 */
final class ConsumerLoop implements Runnable, ConsumerFigures {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);
    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(5);
    private static final Duration IDLE_POLL = Duration.ofMillis(200);
    private static final Duration BUSY_WAIT = Duration.ofMillis(10);
    private static final Duration COMMITTING_POLL = Duration.ofMillis(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_FINISHED = 2_000;
    private static final long MOST_BYTES = 64L << 20;

    private final ConsumerOptions options;
    private final ClientFactory clients;
    private final InFlightLimit limit;
    private final RouteEntry route;
    private final LetterWriter letters;
    private final Executor threads;
    private final ConsumerMeters meters;
    private final ConsumerReport report;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean accepting = true;

    /** What the loop needs, made by the consumer. */
    ConsumerLoop(
            ConsumerOptions options,
            ClientFactory clients,
            InFlightLimit limit,
            RouteEntry route,
            LetterWriter letters,
            Executor threads,
            ConsumerMeters.Factory meters) {
        this.options = options;
        this.clients = clients;
        this.limit = limit;
        this.route = route;
        this.letters = letters;
        this.threads = threads;
        this.report = new ConsumerReport(options, route.route());
        this.meters = meters.open(this);
    }

    @Override
    public Snapshot snapshot() {
        return report.snapshot();
    }

    /** Whether new work is begun. */
    void accepting(boolean value) {
        accepting = value;
    }

    /** Asks the loop to end: it finishes what it can within the time for leaving partitions. */
    void stop() {
        accepting = false;
        stopping.countDown();
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    @Override
    public void run() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), LONGEST_PAUSE);
        int failures = 0;
        try {
            while (!isStopping()) {
                @Nullable RuntimeException failure = runClient();
                if (failure != null) {
                    failures = report.isRunning() ? 1 : failures + 1;
                    report.failed(failure);
                    LOG.warn(
                            "The consumer of {} in group {} begins anew in {}: {}",
                            options.topic(),
                            options.group(),
                            backoff.after(failures),
                            failure.toString());
                    LOG.debug("The consumer failed", failure);
                    var _ = stopping.await(backoff.after(failures).toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            report.stopped();
            meters.close();
        }
    }

    /** Runs one client until it breaks, which is answered, another one is to take over, or the loop is stopped. */
    private @Nullable RuntimeException runClient() throws InterruptedException {
        Relief relief = new Relief(clients, report, LONGEST_DRAIN);
        try (Consumer<byte[], byte[]> client = clients.consumer();
                Session session = new Session(client, relief)) {
            session.run();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** What lives as long as a client. */
    private final class Session implements AutoCloseable, Assignment.Leaving {
        private final Consumer<byte[], byte[]> client;
        private final Relief relief;
        private final Attempts attempts = new CommittedAttempts();
        private final Dispatcher dispatcher;
        private final Committer committer;
        private final Assignment assignment;
        private final int pauseAt;
        private long lastCommit = System.nanoTime();
        private long claimFrom = lastCommit;

        Session(Consumer<byte[], byte[]> client, Relief relief) {
            this.client = client;
            this.relief = relief;
            ClientFactory.Limits limits = clients.limits();
            Duration patience =
                    Duration.ofMillis(Math.min(LONGEST_COMMIT.toMillis(), limits.maxPollIntervalMillis() / 4));
            this.dispatcher = new Dispatcher(
                    attempts,
                    new FailurePolicy(options.maxAttempts(), options.retried(), options.backoff()),
                    letters,
                    route,
                    options.exactlyOnce() ? options.cluster().toString() : null,
                    threads,
                    meters,
                    System::nanoTime);
            OffsetCommitter offsets = new OffsetCommitter(client, attempts, patience, meters);
            this.committer = options.exactlyOnce()
                    ? new TransactionCommitter(
                            client, offsets, clients::transactionalProducer, dispatcher::refused, patience, meters)
                    : offsets;
            this.assignment = new Assignment(client, options.order(), attempts, this, patience);
            this.pauseAt = Math.max(1, options.maxAhead() - limits.maxPollRecords() + 1);
        }

        void run() throws InterruptedException {
            client.subscribe(List.of(options.topic()), assignment);
            while (!isStopping() && !relief.isDue(dispatcher.inFlight())) {
                turn();
            }
        }

        private boolean isTaking() {
            return accepting && !relief.isComing();
        }

        private void turn() throws InterruptedException {
            dispatcher.drain();
            assignment.readCommitted();
            pauseAndResume();
            boolean allTaken = assignment.partitions().stream().allMatch(each -> each.waiting() == 0);
            take(client.poll(pollTime(allTaken && room().more() > 0)));
            Room room = room();
            boolean begun = dispatcher.begin(room.more());
            write(room);
            if (!begun && !committer.isBusy() && (!allTaken || room.more() == 0)) {
                dispatcher.await(BUSY_WAIT);
            }
            report.turned(client, assignment, dispatcher, committer, room, accepting);
        }

        private Room room() {
            return isTaking() ? limit.room(dispatcher.inFlight()) : new Room(0, "");
        }

        /** The outcome of a commit, and what ends on other threads, is heard of between polls. */
        private Duration pollTime(boolean wantsMore) {
            boolean idle = assignment.partitions().stream()
                    .allMatch(each -> each.window().size() == 0);
            if (idle) {
                return IDLE_POLL;
            }
            if (committer.isBusy()) {
                return COMMITTING_POLL;
            }
            return wantsMore ? BUSY_WAIT : Duration.ZERO;
        }

        /** Claims what can be begun soon and commits what is finished, while the work goes on. */
        private void write(Room room) {
            if (!isTaking() || !room.reason().isEmpty()) {
                dispatcher.release();
            }
            if (committer.isBusy()) {
                return;
            }
            long now = System.nanoTime();
            boolean due = isCommitDue(now);
            if (due) {
                passOver();
                committer.writeResults(assignment.partitions());
                lastCommit = now;
            }
            boolean claims = now - claimFrom >= 0 && dispatcher.claim(room.more());
            if (claims || due) {
                committer.note(assignment.partitions(), this::noted);
            }
        }

        private void noted(boolean committed) {
            dispatcher.claimed(committed);
            if (committed) {
                var _ = dispatcher.begin(room().more());
            } else {
                claimFrom = System.nanoTime() + BUSY_WAIT.toNanos();
            }
        }

        private void take(ConsumerRecords<byte[], byte[]> records) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                @Nullable
                AssignedPartition partition = assignment.get(new TopicPartition(record.topic(), record.partition()));
                if (partition != null) {
                    dispatcher.offered(partition.accept(record));
                }
            }
        }

        private void pauseAndResume() {
            Set<TopicPartition> pause = new HashSet<>();
            Set<TopicPartition> resume = new HashSet<>();
            for (AssignedPartition partition : assignment.partitions()) {
                boolean full = !isTaking() || isFull(partition);
                if (full != partition.isPaused()) {
                    partition.paused(full);
                    (full ? pause : resume).add(partition.topicPartition());
                }
            }
            client.pause(pause);
            client.resume(resume);
        }

        /** Order by key looks further ahead, for records of other keys than those that are under way. */
        private boolean isFull(AssignedPartition partition) {
            int enough = Math.max(64, 8 * dispatcher.recordsPerBatch());
            return partition.window().size() >= pauseAt
                    || partition.window().bytes() >= MOST_BYTES
                    || (options.order() != RecordOrder.key && partition.waiting() >= enough);
        }

        private boolean isCommitDue(long now) {
            int finished = assignment.partitions().stream()
                    .mapToInt(partition -> partition.window().size() - partition.waiting() - partition.underWay())
                    .sum();
            return finished >= MOST_FINISHED
                    || now - lastCommit >= options.commitInterval().toNanos();
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

        @Override
        public void finish(Collection<AssignedPartition> going) {
            long end = System.nanoTime() + options.revokeTimeout().toNanos();
            try {
                while (going.stream().anyMatch(partition -> partition.underWay() > 0) && end - System.nanoTime() > 0) {
                    dispatcher.await(Duration.ofNanos(Math.clamp(end - System.nanoTime(), 0, BUSY_WAIT.toNanos())));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            dispatcher.abandon(going);
            boolean concluded = committer.conclude(going);
            while (!concluded && end - System.nanoTime() > 0) {
                concluded = committer.conclude(going);
            }
        }

        @Override
        public void gone(AssignedPartition partition) {
            dispatcher.cancel(partition);
        }

        @Override
        public void close() {
            try {
                if (isStopping() || relief.isComing()) {
                    Collection<AssignedPartition> all = List.copyOf(assignment.partitions());
                    all.forEach(AssignedPartition::close);
                    finish(all);
                }
            } finally {
                assignment.forgetAll();
                committer.close();
                client.close(CloseOptions.timeout(CLOSE));
            }
        }
    }
}
