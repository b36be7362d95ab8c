package org.serai.connector.kafka.consumer;

import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Records that go through the route one after the other. It is told of each when it ends. What comes after a failure, after
 * its partition began to go, or after a record that takes so long that the batch is {@link #recall recalled}, is given back
 * untouched.
 */
final class Batch implements Runnable {
    private final List<Step> steps;
    private final RouteEntry route;
    private final BiConsumer<Batch, Step> ended;
    private final AtomicInteger next = new AtomicInteger();
    private final long begunNanos = System.nanoTime();
    private int open;
    private int touched;
    private long nanos;

    /** A record of the batch and the attempt that is made. */
    record Step(Delivery delivery, Attempt attempt) {}

    /** @param ended hears of each record, on any thread */
    Batch(List<Step> steps, RouteEntry route, BiConsumer<Batch, Step> ended) {
        this.steps = List.copyOf(steps);
        this.route = route;
        this.ended = ended;
        this.open = steps.size();
    }

    List<Step> steps() {
        return steps;
    }

    /** When it was made, on the clock of {@link System#nanoTime}. */
    long begunNanos() {
        return begunNanos;
    }

    /** Counts a record that ended, for the loop; answers true for the last one. */
    boolean isLast(Step last) {
        if (last.attempt().isTouched()) {
            touched++;
            nanos += last.attempt().nanos();
        }
        return --open == 0;
    }

    /** How long the route took for a record, on average; empty where no record was touched. */
    OptionalDouble averageNanos() {
        return touched == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) nanos / touched);
    }

    /** Goes on from record to record for as long as each ends before the call that began it returns. */
    @Override
    public void run() {
        int number = next.getAndIncrement();
        while (number < steps.size()) {
            Step step = steps.get(number);
            if (step.delivery().partition().isClosing()) {
                ended.accept(this, step);
                var _ = recall();
                return;
            }
            if (!route.process(step.attempt(), () -> goOn(step))) {
                return;
            }
            conclude(step);
            number = next.getAndIncrement();
        }
    }

    private void goOn(Step step) {
        conclude(step);
        run();
    }

    private void conclude(Step step) {
        if (step.attempt().failure() != null) {
            var _ = recall();
        }
        ended.accept(this, step);
    }

    /** Gives back what was not begun, and answers whether there was something. Any thread may call it, at any time. */
    boolean recall() {
        int first = next.getAndSet(steps.size());
        if (first >= steps.size()) {
            return false;
        }
        steps.subList(first, steps.size()).forEach(step -> ended.accept(this, step));
        return true;
    }
}
