package org.serai.connector.kafka;

import java.time.Duration;
import org.serai.error.ErrorCode;

/** What one consumer counts and measures. Thread-safe and quick. */
public interface ConsumerMeters extends AutoCloseable {
    /** Nobody looks at the figures. */
    ConsumerMeters NONE = new ConsumerMeters() {
        @Override
        public void finished() {}

        @Override
        public void failed() {}

        @Override
        public void dropped() {}

        @Override
        public void deadLetter(ErrorCode reason) {}

        @Override
        public void committed(Duration took) {}

        @Override
        public void close() {}
    };

    /** A record is finished, well or as a dead letter. */
    void finished();

    /** An attempt failed, and counts. */
    void failed();

    /** A result came after its partition had gone, and was dropped. */
    void dropped();

    /** A record is given up. */
    void deadLetter(ErrorCode reason);

    /** A commit of offsets, or a transaction, took so long. */
    void committed(Duration took);

    /** The consumer is gone, and its figures with it. */
    @Override
    void close();

    /** Makes meters for consumers that start. */
    @FunctionalInterface
    interface Factory {
        /**
         * Meters of a consumer.
         *
         * @param figures is asked for lag and work in flight whenever somebody looks
         */
        ConsumerMeters open(ConsumerFigures figures);
    }
}
