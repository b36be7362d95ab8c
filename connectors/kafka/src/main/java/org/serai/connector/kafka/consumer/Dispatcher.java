package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.Attempts;
import org.serai.connector.kafka.ConsumerMeters;
import org.serai.connector.kafka.FailedRecord;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives records from lanes to the route and takes back what became of them. All methods belong to the loop; what ends on
 * other threads comes through a queue.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** Records that wait in a batch behind a slow one can be worked on beside it. */
    private static final long TOO_LONG = Duration.ofMillis(250).toNanos();

    private final Attempts attempts;
    private final FailurePolicy failures;
    private final LetterWriter letters;
    private final RouteEntry route;
    private final @Nullable String transactionalCluster;
    private final Executor threads;
    private final ConsumerMeters meters;
    private final LongSupplier nanoTime;

    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final Claims claims;
    private final Set<Lane> ready = new LinkedHashSet<>();
    private final Deque<Lane> suspects = new ArrayDeque<>();
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>(Comparator.comparingLong(Delayed::dueNanos));
    private final Pace pace = new Pace();
    private String lettersRefused = "";
    private final Set<Batch> running = new HashSet<>();
    private @Nullable Lane alone;
    private int recordsInFlight;

    /** A lane whose first record is tried again later. */
    private record Delayed(Lane lane, long dueNanos) {}

    /**
     * The dispatcher of one run of the loop.
     *
     * @param transactionalCluster what the cluster of the transactions is called; null where there are none
     * @param threads runs batches; each may take as long as it takes
     */
    Dispatcher(
            Attempts attempts,
            FailurePolicy failures,
            LetterWriter letters,
            RouteEntry route,
            @Nullable String transactionalCluster,
            Executor threads,
            ConsumerMeters meters,
            LongSupplier nanoTime) {
        this.attempts = attempts;
        this.claims = new Claims(attempts);
        this.failures = failures;
        this.letters = letters;
        this.route = route;
        this.transactionalCluster = transactionalCluster;
        this.threads = threads;
        this.meters = meters;
        this.nanoTime = nanoTime;
    }

    /** Batches under way. */
    int inFlight() {
        return running.size();
    }

    int recordsInFlight() {
        return recordsInFlight;
    }

    int recordsPerBatch() {
        return pace.recordsPerBatch();
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
        lane.state(Lane.State.HELD);
        int tried = attempts.count(first.topicPartition(), first.offset());
        if (failures.isExhausted(tried)) {
            first.state(Delivery.State.UNDER_WAY);
            lane.partition().begun();
            giveUp(first, died(first, tried), tried, null);
            settle(lane);
        } else if (isSuspect(first)) {
            suspects.addLast(lane);
        } else {
            lane.state(Lane.State.OPEN);
            claims.want(lane);
        }
    }

    private boolean isSuspect(Delivery delivery) {
        TopicPartition partition = delivery.topicPartition();
        return failures.isSuspect(
                attempts.count(partition, delivery.offset()), attempts.crashes(partition, delivery.offset()));
    }

    private SeraiException died(Delivery delivery, int tried) {
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
        if (suspects.isEmpty() && alone == null) {
            return claims.take(room, running.size(), pace.recordsPerBatch());
        }
        if (alone != null || room == 0 || !running.isEmpty() || claims.reserve() > 0) {
            return false;
        }
        alone = suspects.removeFirst();
        claims.takeFirst(alone);
        return true;
    }

    /** What was counted is committed, or cannot be committed now. */
    void claimed(boolean committed) {
        if (committed) {
            claims.confirm().stream().filter(Lane::isReady).forEach(ready::add);
        } else {
            claims.retract().forEach(this::reopen);
        }
    }

    /** Nothing is begun for a while, so nothing is to count as begun. */
    void release() {
        claims.releaseAll().forEach(this::reopen);
    }

    /** Something that was claimed of a lane is claimed no more. */
    private void reopen(Lane lane) {
        if (lane == alone) {
            alone = null;
            suspects.addFirst(lane);
        } else {
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
        int begun = 0;
        int share = claims.reserve() / Math.max(1, room) + 1;
        Instant now = Instant.now();
        Iterator<Lane> lanes = ready.iterator();
        while (begun < room && lanes.hasNext()) {
            List<Batch.Step> steps = take(lanes, share);
            if (!steps.isEmpty()) {
                steps.forEach(step -> step.delivery().taken(now));
                Batch batch = new Batch(steps, route, (from, step) -> events.add(() -> ended(from, step)));
                running.add(batch);
                threads.execute(batch);
                begun++;
            }
        }
        return begun > 0;
    }

    /** Many short lanes are shared between the threads that are free; a long one stays together. */
    private List<Batch.Step> take(Iterator<Lane> lanes, int share) {
        int mostRecords = pace.recordsPerBatch();
        List<Batch.Step> steps = new ArrayList<>();
        while (lanes.hasNext() && steps.size() < Math.min(share, mostRecords)) {
            Lane lane = lanes.next();
            lanes.remove();
            if (lane.isReady() && !lane.partition().isClosing()) {
                lane.begin(mostRecords - steps.size()).forEach(delivery -> steps.add(begin(delivery)));
            }
        }
        claims.begun(steps.size());
        return steps;
    }

    private Batch.Step begin(Delivery delivery) {
        delivery.state(Delivery.State.UNDER_WAY);
        delivery.partition().begun();
        Attempt attempt = new Attempt(
                delivery.record(), delivery.attempt(), null, transactionalCluster, delivery.partition()::isFenced);
        delivery.inWork(attempt);
        recordsInFlight++;
        return new Batch.Step(delivery, attempt);
    }

    /** Takes in what ended since. */
    void drain() {
        long now = nanoTime.getAsLong();
        while (!delayed.isEmpty() && delayed.peek().dueNanos() - now <= 0) {
            due(delayed.remove().lane());
        }
        if (running.stream()
                .filter(batch -> now - batch.begunNanos() > TOO_LONG)
                .anyMatch(Batch::recall)) {
            pace.slow();
            release();
        }
        @Nullable Runnable event = events.poll();
        while (event != null) {
            event.run();
            event = events.poll();
        }
    }

    /** Waits until something ends or becomes due, at most so long, and takes it in. */
    void await(Duration most) throws InterruptedException {
        long nanos = most.toNanos();
        @Nullable Delayed next = delayed.peek();
        if (next != null) {
            nanos = Math.clamp(next.dueNanos() - nanoTime.getAsLong(), 0, nanos);
        }
        @Nullable Runnable event = events.poll(nanos, TimeUnit.NANOSECONDS);
        if (event != null) {
            event.run();
        }
        drain();
    }

    private void due(Lane lane) {
        if (lane.partition().isFenced()) {
            return;
        }
        lane.retryAt(0);
        if (lane.first().letter() != null) {
            writeLetter(lane.first());
        } else {
            schedule(lane);
        }
    }

    private void ended(Batch batch, Batch.Step step) {
        if (batch.isLast(step)) {
            running.remove(batch);
            batch.averageNanos().ifPresent(pace::measured);
        }
        Delivery delivery = step.delivery();
        delivery.inWork(null);
        recordsInFlight--;
        delivery.lane().ended();
        alone = alone == delivery.lane() ? null : alone;
        if (delivery.partition().isFenced()) {
            meters.dropped();
        } else if (step.attempt().isTouched()) {
            conclude(delivery, step.attempt());
            settle(delivery.lane());
        } else {
            attempts.withdraw(delivery.topicPartition(), delivery.offset());
            giveBack(delivery);
            settle(delivery.lane());
        }
        route.release(step.attempt());
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
                attempts.withdraw(delivery.topicPartition(), delivery.offset());
                retryAfter(delivery, postpone.delay());
                LOG.debug("Record {} is put off for {}: {}", delivery, postpone.delay(), failure.getMessage());
            }
            case FailurePolicy.Decision.Retry retry -> {
                attempts.failed(delivery.topicPartition(), delivery.offset());
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
                attempts.failed(delivery.topicPartition(), delivery.offset());
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
    private void giveBack(Delivery delivery) {
        delivery.state(Delivery.State.WAITING);
        delivery.partition().changed(true);
        delivery.partition().givenBack();
        delivery.lane().interrupt();
    }

    /** Finds the next place of a lane once nothing of it is under way. */
    private void settle(Lane lane) {
        if (lane.underWay() > 0) {
            return;
        }
        if (lane.wasInterrupted()) {
            claims.release(lane);
        }
        if (!lane.isEmpty() && lane.retryAt() != 0) {
            lane.state(Lane.State.DELAYED);
            delayed.add(new Delayed(lane, lane.retryAt()));
        } else if (lane.claimed() > 0) {
            goOn(lane);
        } else if (lane.isEmpty() || lane.first().letter() == null) {
            schedule(lane);
        }
    }

    /** Its next records were claimed while others were under way. */
    private void goOn(Lane lane) {
        if (lane.isReady()) {
            ready.add(lane);
        }
        if (lane.hasUnclaimed()) {
            claims.want(lane);
        }
    }

    private void finish(Delivery delivery, List<ProducerRecord<byte[], byte[]>> outputs) {
        attempts.finished(delivery.topicPartition(), delivery.offset());
        delivery.partition().changed(true);
        delivery.partition().ended();
        delivery.finish(outputs);
        meters.finished();
    }

    /** The record is under way until its letter is written. */
    private void giveUp(Delivery delivery, SeraiException failure, int tried, @Nullable Exchange exchange) {
        delivery.lane().state(Lane.State.HELD);
        delivery.lane().interrupt();
        ProducerRecord<byte[], byte[]> letter = letters.letter(new FailedRecord(
                delivery.record(), route.route(), failure, tried, delivery.firstTaken(), Instant.now(), exchange));
        delivery.letter(letter);
        meters.deadLetter(failure.code());
        LOG.warn("Record {} is given up after {} attempts: {}", delivery, tried, failure.getMessage());
        writeLetter(delivery);
    }

    private void writeLetter(Delivery delivery) {
        ProducerRecord<byte[], byte[]> letter = Objects.requireNonNull(delivery.letter());
        if (transactionalCluster != null) {
            finish(delivery, List.of(letter));
            delivery.lane().removeFirst(delivery);
        } else {
            letters.write(letter, failure -> events.add(() -> written(delivery, failure)));
        }
    }

    private void written(Delivery delivery, @Nullable Exception failure) {
        Lane lane = delivery.lane();
        if (delivery.partition().isFenced()) {
            return;
        }
        if (failure == null) {
            lettersRefused = "";
            finish(delivery, List.of());
            lane.removeFirst(delivery);
        } else {
            delivery.postponed();
            lettersRefused = "The dead letter of " + delivery + " cannot be written to "
                    + Objects.requireNonNull(delivery.letter()).topic() + ": " + failure.getMessage();
            LOG.warn("{}. It is tried again.", lettersRefused);
            lane.retryAt(nanoTime.getAsLong()
                    + failures.backoff().after(delivery.postponements()).toNanos());
        }
        settle(lane);
    }

    /** The brokers refused what a finished record produced: the record itself is given up instead. */
    void refused(Delivery delivery, SeraiException failure) {
        int tried = Math.max(1, attempts.count(delivery.topicPartition(), delivery.offset()));
        meters.deadLetter(failure.code());
        LOG.warn("Record {} is given up: {}", delivery, failure.getMessage());
        ProducerRecord<byte[], byte[]> letter = letters.letter(new FailedRecord(
                delivery.record(), route.route(), failure, tried, delivery.firstTaken(), Instant.now(), null));
        delivery.letter(letter);
        delivery.finish(List.of(letter));
    }

    /** Partitions go while records of them are under way. Whoever gets them tries these records as if this had not been. */
    void abandon(Collection<AssignedPartition> going) {
        going.forEach(claims::forget);
        underWay(going::contains).forEach(step -> {
            attempts.withdraw(step.delivery().topicPartition(), step.delivery().offset());
            step.delivery().partition().changed(true);
        });
    }

    /** A partition is gone: whoever works on its records may stop. */
    void cancel(AssignedPartition gone) {
        claims.forget(gone);
        ready.removeIf(lane -> lane.partition() == gone);
        suspects.removeIf(lane -> lane.partition() == gone);
        alone = alone != null && alone.partition() == gone ? null : alone;
        underWay(partition -> partition == gone)
                .forEach(step -> step.attempt().cancellation().cancel());
    }

    private List<Batch.Step> underWay(Predicate<AssignedPartition> which) {
        return running.stream()
                .flatMap(batch -> batch.steps().stream())
                .filter(step -> step.delivery().inWork() == step.attempt()
                        && which.test(step.delivery().partition()))
                .toList();
    }

    /** Why letters cannot be written; empty where they can. */
    String lettersRefused() {
        return lettersRefused;
    }
}
