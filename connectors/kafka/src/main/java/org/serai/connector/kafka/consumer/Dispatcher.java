package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
    private final Deque<Lane> ready = new ArrayDeque<>();
    private final Deque<Lane> suspects = new ArrayDeque<>();
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>(Comparator.comparingLong(Delayed::dueNanos));
    private final Pace pace = new Pace();
    private String lettersRefused = "";
    private final Set<Batch> running = new HashSet<>();
    private @Nullable Batch alone;
    private final Map<Delivery, Attempt> underWay = new HashMap<>();

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
        return underWay.size();
    }

    int recordsPerBatch() {
        return pace.recordsPerBatch();
    }

    /** True where {@link #select} would find something, given room. */
    boolean hasReady() {
        return !ready.isEmpty() || !suspects.isEmpty();
    }

    /** A record was fetched and put into its lane. */
    void offered(Delivery delivery) {
        if (delivery.lane().state() == Lane.State.IDLE) {
            schedule(delivery.lane());
        }
    }

    /** Finds the place of a lane of which nothing is under way. */
    private void schedule(Lane lane) {
        if (lane.isEmpty()) {
            lane.state(Lane.State.IDLE);
            lane.partition().forget(lane);
            return;
        }
        Delivery first = lane.first();
        lane.state(Lane.State.READY);
        int tried = attempts.count(first.topicPartition(), first.offset());
        if (failures.isExhausted(tried)) {
            lane.state(Lane.State.BUSY);
            lane.partition().begun();
            giveUp(first, died(first, tried), tried, null);
            settle(lane);
        } else if (isSuspect(first)) {
            suspects.addLast(lane);
        } else {
            ready.addLast(lane);
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

    /** Takes records for the route, and counts an attempt for each. Nothing begins before {@link #begin}. */
    List<Batch> select(int room) {
        List<Batch> batches = new ArrayList<>();
        if (alone != null) {
            return batches;
        }
        if (!suspects.isEmpty()) {
            if (running.isEmpty() && room > 0) {
                fill(suspects, 1).ifPresent(batches::add);
                alone = batches.isEmpty() ? null : batches.getFirst();
            }
            return batches;
        }
        while (batches.size() < room) {
            var batch = fill(ready, pace.recordsPerBatch());
            if (batch.isEmpty()) {
                break;
            }
            batches.add(batch.get());
        }
        return batches;
    }

    private Optional<Batch> fill(Deque<Lane> lanes, int mostRecords) {
        List<Batch.Step> steps = new ArrayList<>();
        while (!lanes.isEmpty() && steps.size() < mostRecords) {
            Lane lane = lanes.removeFirst();
            if (!lane.partition().isClosing()) {
                lane.state(Lane.State.BUSY);
                Delivery first = lane.first();
                lane.first(mostRecords - steps.size(), delivery -> delivery == first || isUnburdened(delivery))
                        .forEach(delivery -> steps.add(take(delivery)));
            }
        }
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        Batch batch = new Batch(steps, route, (from, step) -> events.add(() -> ended(from, step)));
        running.add(batch);
        return Optional.of(batch);
    }

    /** A record that was tried before is looked at when it is the first of its lane. */
    private boolean isUnburdened(Delivery delivery) {
        return attempts.count(delivery.topicPartition(), delivery.offset()) == 0;
    }

    private Batch.Step take(Delivery delivery) {
        AssignedPartition partition = delivery.partition();
        int number = attempts.begin(delivery.topicPartition(), delivery.offset());
        partition.changed(true);
        partition.begun();
        delivery.lane().begun();
        Attempt attempt = new Attempt(delivery.record(), number, null, transactionalCluster, partition::isFenced);
        underWay.put(delivery, attempt);
        return new Batch.Step(delivery, attempt);
    }

    /** Begins the work, once the attempts are committed. */
    void begin(List<Batch> batches) {
        Instant now = Instant.now();
        for (Batch batch : batches) {
            batch.steps().forEach(step -> step.delivery().taken(now));
            threads.execute(batch);
        }
    }

    /** The attempts could not be committed: everything goes back to its place. */
    void giveBack(List<Batch> batches) {
        batches.forEach(batch -> batch.steps().forEach(step -> ended(batch, step)));
    }

    /** Takes in what ended since. */
    void drain() {
        long now = nanoTime.getAsLong();
        while (!delayed.isEmpty() && delayed.peek().dueNanos() - now <= 0) {
            due(delayed.remove().lane());
        }
        running.stream().filter(batch -> now - batch.begunNanos() > TOO_LONG).forEach(Batch::recall);
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
            alone = alone == batch ? null : alone;
        }
        Delivery delivery = step.delivery();
        underWay.remove(delivery);
        delivery.lane().ended();
        if (delivery.partition().isFenced()) {
            meters.dropped();
        } else if (step.attempt().isTouched()) {
            conclude(delivery, step.attempt());
            settle(delivery.lane());
        } else {
            attempts.withdraw(delivery.topicPartition(), delivery.offset());
            delivery.partition().givenBack();
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
        delivery.partition().changed(true);
        delivery.partition().givenBack();
        delivery.lane().retryAt(nanoTime.getAsLong() + wait.toNanos());
    }

    /** Finds the next place of a lane once nothing of it is under way. */
    private void settle(Lane lane) {
        if (lane.underWay() > 0) {
            return;
        }
        if (!lane.isEmpty() && lane.retryAt() != 0) {
            lane.state(Lane.State.DELAYED);
            delayed.add(new Delayed(lane, lane.retryAt()));
        } else if (lane.isEmpty() || lane.first().letter() == null) {
            schedule(lane);
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
        for (Delivery delivery : underWay.keySet()) {
            if (going.contains(delivery.partition())) {
                attempts.withdraw(delivery.topicPartition(), delivery.offset());
                delivery.partition().changed(true);
            }
        }
    }

    /** A partition is gone: whoever works on its records may stop. */
    void cancel(AssignedPartition gone) {
        List.copyOf(underWay.entrySet()).stream()
                .filter(each -> each.getKey().partition() == gone)
                .forEach(each -> each.getValue().cancellation().cancel());
    }

    /** Why letters cannot be written; empty where they can. */
    String lettersRefused() {
        return lettersRefused;
    }
}
