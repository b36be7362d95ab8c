package org.serai.connector.kafka.consumer;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.error.SeraiException;

/** The way into the route, and the outcome at its end. Thread-safe. */
final class RouteEntry {
    private final Consumer consumer;
    private final AsyncProcessor processor;
    private final RecordMapping mapping;
    private final String route;

    RouteEntry(Consumer consumer, AsyncProcessor processor, RecordMapping mapping, String route) {
        this.consumer = consumer;
        this.processor = processor;
        this.mapping = mapping;
        this.route = route;
    }

    String route() {
        return route;
    }

    /**
     * Gives a record to the route.
     *
     * @param whenDone called when the route ends on another thread; the attempt is over then
     * @return true where the route ended before this returned; {@code whenDone} is not called then
     */
    boolean process(Attempt attempt, Runnable whenDone) {
        Exchange exchange = consumer.createExchange(false);
        attempt.begun(exchange);
        try {
            mapping.describe(exchange, attempt);
        } catch (SeraiException e) {
            attempt.over(e);
            return true;
        }
        // Camel says of most routes that they go on elsewhere, also where they have ended by then.
        AtomicBoolean first = new AtomicBoolean(true);
        processor.process(exchange, doneSync -> {
            attempt.over(failure(attempt, exchange));
            if (!first.getAndSet(false)) {
                whenDone.run();
            }
        });
        return !first.getAndSet(false);
    }

    /** Lets go of an attempt's exchange, once nobody looks at it any more. */
    void release(Attempt attempt) {
        @Nullable Exchange exchange = attempt.exchange();
        if (exchange != null) {
            consumer.releaseExchange(exchange, false);
        }
    }

    private @Nullable SeraiException failure(Attempt attempt, Exchange exchange) {
        @Nullable Throwable thrown = exchange.getException();
        if (thrown == null) {
            return exchange.isRollbackOnly()
                    ? new SeraiException(
                            KafkaErrors.ROUTE_FAILED,
                            "Route " + route + " marked " + attempt
                                    + " for rollback. Correct the route or the record, and replay" + " it.")
                    : null;
        }
        @Nullable SeraiException typed = ObjectHelper.getException(SeraiException.class, thrown);
        return typed != null
                ? typed
                : new SeraiException(
                        KafkaErrors.ROUTE_FAILED,
                        "Route " + route + " failed on " + attempt + ": " + thrown
                                + ". Correct the route or the record, and replay it.",
                        thrown);
    }
}
