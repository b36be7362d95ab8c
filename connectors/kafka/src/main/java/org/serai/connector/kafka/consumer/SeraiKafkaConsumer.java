package org.serai.connector.kafka.consumer;

import java.time.Duration;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes records of a topic and hands them to the route. It starts without waiting for the brokers; how it is, and why, is
 * told by its {@link org.serai.connector.kafka.ConsumerFigures figures}.
 */
public final class SeraiKafkaConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
    /** What leaving takes beyond the time for work under way: a commit and the goodbye to the group. */
    private static final Duration LEAVING = Duration.ofSeconds(15);

    private final Starter starter;
    private final Duration revokeTimeout;
    private @Nullable ConsumerSession session;

    /** Makes what lives from start to stop. */
    @FunctionalInterface
    public interface Starter {
        /** Begins to consume for a consumer whose route is known by now. */
        ConsumerSession start(SeraiKafkaConsumer consumer);
    }

    /** @param revokeTimeout how long work under way may take when the consumer stops */
    public SeraiKafkaConsumer(Endpoint endpoint, Processor processor, Starter starter, Duration revokeTimeout) {
        super(endpoint, processor);
        this.starter = starter;
        this.revokeTimeout = revokeTimeout;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        session = starter.start(this);
    }

    @Override
    protected void doSuspend() throws Exception {
        accept(false);
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        accept(true);
    }

    @Override
    protected void doStop() throws Exception {
        @Nullable ConsumerSession ending = session;
        session = null;
        if (ending != null) {
            ending.stop(revokeTimeout.plus(LEAVING));
        }
        super.doStop();
    }

    private void accept(boolean accepting) {
        if (session != null) {
            session.accepting(accepting);
        }
    }

    /** A stopping route takes no more records and finishes those that it has. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return session == null ? 0 : session.inFlight();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        accept(false);
    }
}
