package org.serai.connector.kafka.consumer;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.ConsumerMeters;
import org.serai.connector.kafka.FailedRecord;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives records up: their letters, and what keeps these from being written. Confined to the loop. */
final class LetterDesk {
    private static final Logger LOG = LoggerFactory.getLogger(LetterDesk.class);

    private final LetterWriter letters;
    private final String route;
    private final ConsumerMeters meters;
    private String refused = "";

    LetterDesk(LetterWriter letters, String route, ConsumerMeters meters) {
        this.letters = letters;
        this.route = route;
        this.meters = meters;
    }

    /**
     * Puts a letter into the delivery, which is given up.
     *
     * @param exchange of the last attempt; null where that is not known
     */
    void compose(Delivery delivery, SeraiException failure, int tried, @Nullable Exchange exchange) {
        delivery.letter(letters.letter(new FailedRecord(
                delivery.record(), route, failure, tried, delivery.firstTaken(), Instant.now(), exchange)));
        meters.deadLetter(failure.code());
        LOG.warn("Record {} is given up after {} attempts: {}", delivery, tried, failure.getMessage());
    }

    /** @param done hears the failure, or null, on any thread; it is to be told to {@link #written} */
    void write(Delivery delivery, Consumer<@Nullable Exception> done) {
        letters.write(Objects.requireNonNull(delivery.letter()), done);
    }

    /** A letter was written, or could not be. */
    void written(Delivery delivery, @Nullable Exception failure) {
        refused = failure == null
                ? ""
                : "The dead letter of " + delivery + " cannot be written to "
                        + Objects.requireNonNull(delivery.letter()).topic() + ": " + failure.getMessage();
        if (failure != null) {
            LOG.warn("{}. It is tried again.", refused);
        }
    }

    /** Why letters cannot be written; empty where they can. */
    String refused() {
        return refused;
    }
}
