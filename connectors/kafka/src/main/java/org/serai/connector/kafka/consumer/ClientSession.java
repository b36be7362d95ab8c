package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.serai.delivery.RouteCapacity.Room;

/** What lives as long as a client: its partitions, the records of these, and what becomes of them. Confined to the loop. */
final class ClientSession implements AutoCloseable, Assignment.Leaving {
    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(5);
    private static final Duration IDLE_POLL = Duration.ofMillis(200);
    private static final Duration BUSY_WAIT = Duration.ofMillis(10);
    private static final Duration COMMITTING_POLL = Duration.ofMillis(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final ConsumerOptions options;
    private final Consumer<byte[], byte[]> client;
    private final InFlightLimit limit;
    private final Relief relief;
    private final Orders orders;
    private final ConsumerReport report;
    private final Dispatcher dispatcher;
    private final Committer committer;
    private final Assignment assignment;
    private final Intake intake;
    private final CommitCycle commits;

    /**
     * What the consumer wants of the session; may change at any time.
     *
     * @param accepting whether new work is begun
     * @param stopping whether the session is to end
     */
    record Orders(BooleanSupplier accepting, BooleanSupplier stopping) {}

    /** @param client is closed with the session */
    ClientSession(
            ConsumerOptions options,
            ClientFactory clients,
            Consumer<byte[], byte[]> client,
            Workplace workplace,
            Relief relief,
            Orders orders,
            ConsumerReport report) {
        this.options = options;
        this.client = client;
        this.limit = workplace.limit();
        this.relief = relief;
        this.orders = orders;
        this.report = report;
        ClientFactory.Limits limits = clients.limits();
        Duration patience = Duration.ofMillis(Math.min(LONGEST_COMMIT.toMillis(), limits.maxPollIntervalMillis() / 4));
        this.dispatcher = new Dispatcher(
                new FailurePolicy(options.maxAttempts(), options.retried(), options.backoff()),
                workplace.letters(),
                workplace.route(),
                options.exactlyOnce() ? options.cluster().toString() : null,
                workplace.threads(),
                workplace.meters(),
                System::nanoTime);
        OffsetCommitter offsets = new OffsetCommitter(client, patience, workplace.meters());
        this.committer = options.exactlyOnce()
                ? new TransactionCommitter(
                        client,
                        offsets,
                        clients::transactionalProducer,
                        dispatcher::refused,
                        patience,
                        workplace.meters())
                : offsets;
        this.assignment = new Assignment(client, options.order(), this, patience);
        this.intake = new Intake(
                client, assignment, dispatcher, options.order(), options.maxAhead(), limits.maxPollRecords());
        this.commits = new CommitCycle(client, assignment, dispatcher, committer, options.commitInterval());
    }

    /** Polls until the session is to end, or another client is to take over. */
    void run() throws InterruptedException {
        client.subscribe(List.of(options.topic()), assignment);
        while (!orders.stopping().getAsBoolean() && !relief.isDue(this::isAtRest)) {
            turn();
        }
    }

    /** Whether nothing is under way, and nothing that was done lies behind a record which was not. */
    private boolean isAtRest() {
        return dispatcher.inFlight() == 0 && assignment.partitions().stream().noneMatch(AssignedPartition::hasGaps);
    }

    /** Whether more is fetched. */
    private boolean isTaking() {
        return mayBegin() && !relief.isComing();
    }

    private boolean mayBegin() {
        return orders.accepting().getAsBoolean();
    }

    private void turn() throws InterruptedException {
        dispatcher.drain();
        assignment.readCommitted();
        intake.pauseAndResume(isTaking());
        boolean allBegun = intake.isAllBegun();
        intake.take(client.poll(pollTime(allBegun && room().more() > 0)));
        boolean begun = begin();
        Room room = room();
        if (relief.isComing()) {
            dispatcher.closeGaps();
        }
        if (!mayBegin() || !room.reason().isEmpty()) {
            dispatcher.release();
        }
        commits.turn(room.more(), this::begin);
        if (!begun && !committer.isBusy() && (!allBegun || room.more() == 0)) {
            dispatcher.await(BUSY_WAIT);
        }
        report.turned(
                client,
                assignment,
                dispatcher,
                committer,
                room,
                orders.accepting().getAsBoolean());
    }

    private Room room() {
        return mayBegin() ? limit.room(dispatcher.inFlight()) : new Room(0, "");
    }

    private boolean begin() {
        Room room = room();
        if (mayBegin() && room.reason().isEmpty()) {
            dispatcher.extend();
        }
        return dispatcher.begin(room.more());
    }

    /** The outcome of a commit, and what ends on other threads, is heard of between polls. */
    private Duration pollTime(boolean wantsMore) {
        if (intake.isIdle()) {
            return IDLE_POLL;
        }
        if (committer.isBusy()) {
            return COMMITTING_POLL;
        }
        return wantsMore ? BUSY_WAIT : Duration.ZERO;
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
            if (orders.stopping().getAsBoolean() || relief.isComing()) {
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
