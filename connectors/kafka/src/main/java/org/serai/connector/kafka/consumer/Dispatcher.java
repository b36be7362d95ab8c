package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.ConsumerMeters;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows what each lane waits for, and finds its next place whenever that came. All methods belong to the loop; what ends on
 * other threads comes through a queue.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final FailurePolicy failures;
    private final boolean transactional;
    private final ConsumerMeters meters;
    private final LongSupplier nanoTime;

    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final Pace pace;
    private final Claims claims;
    private final Batches batches;
    private final Suspects suspects = new Suspects();
    private final Delays delays;
    private final LetterDesk desk;
    private final Outcomes outcomes = new Outcomes();

    /**
     * The dispatcher of one run of the loop.
     *
     * @param transactionalCluster what the cluster of the transactions is called; null where there are none
     * @param threads runs batches; each may take as long as it takes
     */
    Dispatcher(
            FailurePolicy failures,
            LetterWriter letters,
            RouteEntry route,
            @Nullable String transactionalCluster,
            Executor threads,
            ConsumerMeters meters,
            LongSupplier nanoTime) {
        this.failures = failures;
        this.transactional = transactionalCluster != null;
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.pace = new Pace(failures.maxAttempts() > 1);
        this.claims = new Claims(failures);
        this.batches = new Batches(
                route, transactionalCluster, threads, pace, nanoTime, batch -> events.add(() -> hear(batch)));
        this.delays = new Delays(nanoTime);
        this.desk = new LetterDesk(letters, route.route(), meters);
    }

    /** Batches under way. */
    int inFlight() {
        return batches.size();
    }

    int recordsInFlight() {
        return batches.recordsInFlight();
    }

    int recordsPerBatch() {
        return pace.recordsPerBatch();
    }

    /** Why letters cannot be written; empty where they can. */
    String lettersRefused() {
        return desk.refused();
    }

    /** A record was fetched and put into its lane. */
    void offered(Delivery delivery) {
        Lane lane = delivery.lane();
        if (lane.state() == Lane.State.IDLE) {
            schedule(lane);
        } else if (lane.state() == Lane.State.OPEN) {
            claims.want(lane);
        }
    }

    /** Finds the place of a lane of which nothing is claimed. */
    private void schedule(Lane lane) {
        if (lane.isEmpty()) {
            lane.state(Lane.State.IDLE);
            lane.partition().forget(lane);
            return;
        }
        Delivery first = lane.first();
        AttemptState before = first.attempts();
        if (failures.isExhausted(before.attempts())) {
            first.state(Delivery.State.UNDER_WAY);
            lane.partition().begun(1, first.offset() + 1);
            giveUp(first, died(first, before.attempts()), before.attempts(), null);
            settle(lane);
        } else if (failures.isSuspect(before.attempts(), before.crashes())) {
            lane.state(Lane.State.HELD);
            suspects.add(lane);
        } else {
            lane.state(Lane.State.OPEN);
            claims.want(lane);
        }
    }

    private static SeraiException died(Delivery delivery, int tried) {
        return new SeraiException(
                KafkaErrors.PROCESS_DIED,
                "Record " + delivery + " was tried " + tried
                        + " times, and the process ended before it was finished. Look for the reason in the log before its"
                        + " restart, then replay the record.");
    }

    /**
     * Counts attempts for records whose work may begin soon.
     *
     * @param room how many batches may begin
     * @return whether something was counted; it is to be committed, and the outcome told to {@link #claimed}
     */
    boolean claim(int room) {
        if (claims.isClosingGaps() || !suspects.haveTheFloor()) {
            return claims.take(room, batches.size(), pace.recordsPerBatch());
        }
        if (room == 0 || batches.size() > 0 || claims.reserve() > 0) {
            return false;
        }
        @Nullable Lane alone = suspects.next();
        if (alone != null) {
            claims.takeFirst(alone);
        }
        return alone != null;
    }

    /** What was counted is committed, or cannot be committed now. */
    void claimed(boolean committed) {
        if (committed) {
            claims.confirm().forEach(batches::confirmed);
        } else {
            claims.retract().forEach(this::reopen);
        }
    }

    /** Nothing is begun for a while, so nothing is to count as begun. */
    void release() {
        claims.releaseAll().forEach(this::reopen);
    }

    /**
     * Another client takes over soon, and begins with the first record that is not finished: from now on only records are begun
     * that lie before others whose work was begun, so that nothing is done twice.
     */
    void closeGaps() {
        if (!claims.isClosingGaps()) {
            claims.closeGaps();
            release();
        }
    }

    /** Something that was claimed of a lane is claimed no more. */
    private void reopen(Lane lane) {
        if (!suspects.returned(lane)) {
            claims.want(lane);
        }
    }

    /**
     * Begins with records whose attempts are committed.
     *
     * @param room how many batches may begin
     * @return false where there was nothing to begin
     */
    boolean begin(int room) {
        int given = batches.begin(room, claims.reserve());
        claims.begun(given);
        return given > 0;
    }

    /** Gives records whose attempts are committed to the batches that work on those before them. */
    void extend() {
        claims.begun(batches.extend());
    }

    /** Takes in what ended since. */
    void drain() {
        @Nullable Lane due = delays.due();
        while (due != null) {
            due(due);
            due = delays.due();
        }
        if (batches.recallSlow(outcomes)) {
            release();
        }
        batches.hear(outcomes);
        @Nullable Runnable event = events.poll();
        while (event != null) {
            event.run();
            event = events.poll();
        }
    }

    /** Waits until something ends or becomes due, at most so long, and takes it in. */
    void await(Duration most) throws InterruptedException {
        @Nullable Runnable event = events.poll(delays.nanosLeft(most), TimeUnit.NANOSECONDS);
        if (event != null) {
            event.run();
        }
        drain();
    }

    private void due(Lane lane) {
        if (lane.partition().isFenced()) {
            return;
        }
        if (lane.first().letter() != null) {
            writeLetter(lane.first());
        } else {
            schedule(lane);
        }
    }

    private void hear(Batch batch) {
        batches.hear(batch, outcomes);
    }

    /** What becomes of records after their attempts. */
    private final class Outcomes implements Batches.Outcome {
        @Override
        public void concluded(Delivery delivery, Attempt attempt) {
            ended(delivery);
            if (delivery.partition().isFenced()) {
                meters.dropped();
            } else {
                conclude(delivery, attempt);
                settle(delivery.lane());
            }
        }

        @Override
        public void untouched(Delivery delivery) {
            ended(delivery);
            if (!delivery.partition().isFenced()) {
                delivery.withdraw();
                giveBack(delivery);
                settle(delivery.lane());
            }
        }

        private void ended(Delivery delivery) {
            suspects.ended(delivery.lane());
            claims.ended(delivery);
        }
    }

    private void conclude(Delivery delivery, Attempt attempt) {
        @Nullable SeraiException failure = attempt.failure();
        if (failure == null) {
            finish(delivery, attempt.outputs());
            delivery.lane().removeFirst(delivery);
            return;
        }
        switch (failures.decide(failure, attempt.number(), delivery.postponements())) {
            case FailurePolicy.Decision.Postpone postpone -> {
                delivery.postponed();
                delivery.withdraw();
                retryAfter(delivery, postpone.delay());
                LOG.debug("Record {} is put off for {}: {}", delivery, postpone.delay(), failure.getMessage());
            }
            case FailurePolicy.Decision.Retry retry -> {
                delivery.failed();
                meters.failed();
                retryAfter(delivery, retry.delay());
                LOG.info(
                        "Record {} is tried again in {} after attempt {} failed: {}",
                        delivery,
                        retry.delay(),
                        attempt.number(),
                        failure.getMessage());
            }
            case FailurePolicy.Decision.GiveUp _ -> {
                delivery.failed();
                meters.failed();
                giveUp(delivery, failure, attempt.number(), attempt.exchange());
            }
        }
    }

    private void retryAfter(Delivery delivery, Duration wait) {
        giveBack(delivery);
        delivery.lane().retryAt(nanoTime.getAsLong() + wait.toNanos());
    }

    /** It waits in its place again, and what is behind it with it. */
    private static void giveBack(Delivery delivery) {
        delivery.state(Delivery.State.WAITING);
        delivery.partition().changed(true);
        delivery.partition().givenBack();
        delivery.lane().interrupt();
    }

    /** Finds the next place of a lane once nothing of it is under way. */
    private void settle(Lane lane) {
        if (lane.underWay() > 0) {
            claims.want(lane);
            return;
        }
        if (lane.wasInterrupted()) {
            claims.release(lane);
        }
        if (!lane.isEmpty() && lane.retryAt() != 0) {
            delays.add(lane);
        } else if (lane.claimed() > 0) {
            goOn(lane);
        } else if (lane.isEmpty() || lane.first().letter() == null) {
            schedule(lane);
        }
    }

    /** Its next records were claimed while others were under way. */
    private void goOn(Lane lane) {
        if (lane.hasConfirmed()) {
            batches.confirmed(lane);
        }
        claims.want(lane);
    }

    private void finish(Delivery delivery, List<ProducerRecord<byte[], byte[]>> outputs) {
        delivery.partition().changed(true);
        delivery.partition().ended();
        delivery.finish(outputs);
        meters.finished();
    }

    /** The record is under way until its letter is written. */
    private void giveUp(Delivery delivery, SeraiException failure, int tried, @Nullable Exchange exchange) {
        delivery.lane().state(Lane.State.HELD);
        delivery.lane().interrupt();
        desk.compose(delivery, failure, tried, exchange);
        writeLetter(delivery);
    }

    private void writeLetter(Delivery delivery) {
        if (transactional) {
            finish(delivery, List.of(Objects.requireNonNull(delivery.letter())));
            delivery.lane().removeFirst(delivery);
        } else {
            desk.write(delivery, failure -> events.add(() -> written(delivery, failure)));
        }
    }

    private void written(Delivery delivery, @Nullable Exception failure) {
        Lane lane = delivery.lane();
        if (delivery.partition().isFenced()) {
            return;
        }
        desk.written(delivery, failure);
        if (failure == null) {
            finish(delivery, List.of());
            lane.removeFirst(delivery);
        } else {
            delivery.postponed();
            lane.retryAt(nanoTime.getAsLong()
                    + failures.backoff().after(delivery.postponements()).toNanos());
        }
        settle(lane);
    }

    /** The brokers refused what a finished record produced: the record itself is given up instead. */
    void refused(Delivery delivery, SeraiException failure) {
        desk.compose(delivery, failure, Math.max(1, delivery.attempts().attempts()), null);
        delivery.finish(List.of(Objects.requireNonNull(delivery.letter())));
    }

    /** Partitions go while records of them are under way. Whoever gets them tries these records as if this had not been. */
    void abandon(Collection<AssignedPartition> going) {
        going.forEach(claims::forget);
        batches.underWay(going::contains).forEach(delivery -> {
            delivery.withdraw();
            delivery.partition().changed(true);
        });
    }

    /** A partition is gone: whoever works on its records may stop. */
    void cancel(AssignedPartition gone) {
        claims.forget(gone);
        batches.forget(gone);
        suspects.forget(gone);
        batches.underWay(partition -> partition == gone)
                .forEach(delivery -> Objects.requireNonNull(delivery.inWork()).cancel());
    }
}
