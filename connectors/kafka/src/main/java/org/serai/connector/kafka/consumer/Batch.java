package org.serai.connector.kafka.consumer;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * Records that go through the route one after the other, on one thread. It is told of each when it ends. What comes after
 * a failure, after a record that does not hold its thread while it is worked on, or after the partition began to go, is
 * given back untouched.
 */
final class Batch implements Runnable {
    private final List<Step> steps;
    private final RouteEntry route;
    private final BiConsumer<Batch, Step> ended;
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

    /** Counts a record that ended, for the loop; answers true for the last one. */
    boolean isLast(Step ended) {
        if (ended.attempt().isTouched()) {
            touched++;
            nanos += ended.attempt().nanos();
        }
        return --open == 0;
    }

    /** How long the route took for a record, on average; empty where no record was touched. */
    OptionalDouble averageNanos() {
        return touched == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) nanos / touched);
    }

    @Override
    public void run() {
        int next = 0;
        while (next < steps.size()) {
            Step step = steps.get(next++);
            if (step.delivery().partition().isClosing()) {
                ended.accept(this, step);
                break;
            }
            if (!route.process(step.attempt(), () -> ended.accept(this, step))) {
                break;
            }
            boolean failed = step.attempt().failure() != null;
            ended.accept(this, step);
            if (failed) {
                break;
            }
        }
        steps.subList(next, steps.size()).forEach(step -> ended.accept(this, step));
    }
}
