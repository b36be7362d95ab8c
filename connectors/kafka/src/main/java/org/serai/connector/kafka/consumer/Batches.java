package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The batches under way, and the lanes whose records wait for one. Confined to the loop. */
final class Batches {
    /** Records that wait in a batch behind a slow one can be worked on beside it. */
    private static final long TOO_LONG = Duration.ofMillis(250).toNanos();

    /** A batch that has the work of more moments than this was given it when records were quicker. */
    private static final int MOST_MOMENTS = 32;

    private final RouteEntry route;
    private final @Nullable String transactionalCluster;
    private final Executor threads;
    private final Consumer<Batch> ended;
    private final Pace pace;
    private final LongSupplier nanoTime;
    private final Set<Batch> running = new HashSet<>();
    private final Deque<Lane> ready = new ArrayDeque<>();
    private final Deque<Lane> growing = new ArrayDeque<>();
    private int recordsInFlight;

    /** Hears what became of records, in the order of their lanes. */
    interface Outcome {
        /** The route has done with it. */
        void concluded(Delivery delivery, Attempt attempt);

        /** The route did not get it. */
        void untouched(Delivery delivery);
    }

    /**
     * No batches yet.
     *
     * @param transactionalCluster what the cluster of the transactions is called; null where there are none
     * @param threads runs batches; each may take as long as it takes
     * @param ended hears of batches that are over, on any thread; they are to be {@link #hear heard} then
     */
    Batches(
            RouteEntry route,
            @Nullable String transactionalCluster,
            Executor threads,
            Pace pace,
            LongSupplier nanoTime,
            Consumer<Batch> ended) {
        this.route = route;
        this.transactionalCluster = transactionalCluster;
        this.threads = threads;
        this.pace = pace;
        this.nanoTime = nanoTime;
        this.ended = ended;
    }

    int size() {
        return running.size();
    }

    int recordsInFlight() {
        return recordsInFlight;
    }

    /** More records of the lane are confirmed. */
    void confirmed(Lane lane) {
        if (lane.isReady()) {
            ready.addLast(lane);
        } else {
            growing.addLast(lane);
        }
    }

    /** Gives more records to the batches that work on what is before them. Answers how many. */
    int extend() {
        int given = 0;
        @Nullable Lane lane = growing.pollFirst();
        while (lane != null) {
            @Nullable Batch batch = lane.extendable();
            if (batch != null) {
                given += give(batch, lane);
            }
            lane = growing.pollFirst();
        }
        return given;
    }

    /**
     * Begins new batches. Many short lanes are shared between them; a long one stays together.
     *
     * @param room how many may begin
     * @param reserve how many records may be begun
     * @return how many records were
     */
    int begin(int room, int reserve) {
        int share = Math.min(reserve / Math.max(1, room) + 1, pace.recordsPerBatch());
        int given = 0;
        for (int begun = 0; begun < room && !ready.isEmpty(); ) {
            Batch batch = new Batch(route, ended);
            int records = fill(batch, share);
            if (records > 0) {
                given += records;
                running.add(batch);
                threads.execute(batch);
                begun++;
            }
        }
        return given;
    }

    private int fill(Batch batch, int share) {
        int records = 0;
        while (records < share && !ready.isEmpty()) {
            Lane lane = ready.removeFirst();
            if (lane.isReady()) {
                records += give(batch, lane);
            }
        }
        return records;
    }

    private int give(Batch batch, Lane lane) {
        List<Delivery> deliveries = lane.confirmed();
        Instant now = Instant.now();
        for (Delivery delivery : deliveries) {
            delivery.taken(now);
            delivery.handOver(new Attempt(
                    delivery.record(),
                    delivery.attempts().attempts(),
                    null,
                    transactionalCluster,
                    lane.partition()::isFenced));
        }
        if (!batch.take(deliveries, nanoTime.getAsLong())) {
            deliveries.forEach(Delivery::takeBack);
            return 0;
        }
        deliveries.forEach(delivery -> delivery.state(Delivery.State.UNDER_WAY));
        lane.begun(deliveries.size(), batch);
        lane.partition().begun(deliveries.size(), deliveries.getLast().offset() + 1);
        recordsInFlight += deliveries.size();
        return deliveries.size();
    }

    /** Tells of what ended since. */
    void hear(Outcome outcome) {
        List.copyOf(running).forEach(batch -> hear(batch, outcome));
    }

    /** Tells of what ended since in one of them. */
    void hear(Batch batch, Outcome outcome) {
        if (!running.contains(batch)) {
            return;
        }
        boolean over = batch.isOver();
        List<Delivery> done = batch.hear(nanoTime.getAsLong());
        if (!done.isEmpty()) {
            pace.measured((double) batch.workedNanos() / done.size());
            done.forEach(delivery -> end(delivery, outcome));
        }
        if (over) {
            running.remove(batch);
            recall(batch, outcome);
        }
    }

    /** Gives back what waits behind records that take long, or longer than was thought. Answers whether there was something. */
    boolean recallSlow(Outcome outcome) {
        long now = nanoTime.getAsLong();
        boolean recalled = false;
        for (Batch batch : List.copyOf(running)) {
            if (batch.isStuck(now, TOO_LONG)) {
                recalled |= recall(batch, outcome);
                pace.slow();
            } else if (batch.isOverfull(MOST_MOMENTS * pace.recordsPerBatch(), now, TOO_LONG)) {
                recalled |= recall(batch, outcome);
            }
        }
        return recalled;
    }

    private boolean recall(Batch batch, Outcome outcome) {
        Collection<Delivery> untouched = batch.recall();
        untouched.forEach(delivery -> end(delivery, outcome));
        return !untouched.isEmpty();
    }

    private void end(Delivery delivery, Outcome outcome) {
        Attempt attempt = delivery.takeBack();
        recordsInFlight--;
        delivery.lane().ended();
        if (attempt.isTouched()) {
            outcome.concluded(delivery, attempt);
            route.release(attempt);
        } else {
            outcome.untouched(delivery);
        }
    }

    /** A partition is gone. */
    void forget(AssignedPartition gone) {
        ready.removeIf(lane -> lane.partition() == gone);
        growing.removeIf(lane -> lane.partition() == gone);
    }

    /** The records under way of some partitions. */
    List<Delivery> underWay(Predicate<AssignedPartition> which) {
        List<Delivery> found = new ArrayList<>();
        for (Batch batch : running) {
            for (Delivery delivery : batch.open()) {
                if (which.test(delivery.partition())) {
                    found.add(delivery);
                }
            }
        }
        return found;
    }
}
