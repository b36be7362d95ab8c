package org.serai.connector.rest.routes;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.serai.connector.rest.RestErrors;
import org.serai.delivery.Cancellation;
import org.serai.delivery.Delivered;
import org.serai.delivery.ExchangeProperties;
import org.serai.engine.Priority;
import org.serai.error.OverloadException;
import org.serai.error.SeraiException;

/** Puts calls on the route. A stopping route takes no more of them and finishes those that it has. Thread-safe. */
public final class SeraiRestConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final SeraiRestEndpoint endpoint;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean accepting;

    SeraiRestConsumer(SeraiRestEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        endpoint.routes().enter(endpoint.getName(), this);
        accepting = true;
    }

    @Override
    protected void doStop() throws Exception {
        accepting = false;
        endpoint.routes().leave(endpoint.getName(), this);
        super.doStop();
    }

    @Override
    protected void doSuspend() throws Exception {
        accepting = false;
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        accepting = true;
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return inFlight.get();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        accepting = false;
    }

    /**
     * Starts the route on a body.
     *
     * @param cancellation stops it where nobody waits any more
     * @return what the route ended with
     * @throws OverloadException where the route has as many calls as it takes
     */
    CompletableFuture<RouteAnswer> start(RouteCall call, Cancellation cancellation) {
        if (!accepting) {
            throw new SeraiException(
                    RestErrors.ROUTE_STOPS,
                    "Route " + getRouteId() + " stops at the moment and takes no more calls. Try again later, or start"
                            + " it with `serai route start " + getRouteId() + "`.");
        }
        if (inFlight.incrementAndGet() > endpoint.getMaxInFlight()) {
            inFlight.decrementAndGet();
            throw new OverloadException(
                    RestErrors.ROUTE_FULL,
                    "Route " + getRouteId() + " works on " + endpoint.getMaxInFlight()
                            + " calls, and takes no more at once. Try again soon, or raise its maxInFlight.",
                    SOON);
        }
        Exchange exchange = createExchange(false);
        CompletableFuture<RouteAnswer> answer = new CompletableFuture<>();
        describe(exchange, call, cancellation);
        // A step may block the thread that brings it the exchange; the caller's must stay free to stop waiting.
        Thread.ofVirtual().name("SeraiRest-" + getRouteId()).start(() -> work(exchange, answer));
        return answer;
    }

    private void work(Exchange exchange, CompletableFuture<RouteAnswer> answer) {
        try {
            getAsyncProcessor().process(exchange, doneSync -> conclude(exchange, answer));
        } catch (RuntimeException e) {
            exchange.setException(e);
            conclude(exchange, answer);
        }
    }

    private void conclude(Exchange exchange, CompletableFuture<RouteAnswer> answer) {
        inFlight.decrementAndGet();
        try {
            answer.complete(RouteAnswer.of(getRouteId(), exchange));
        } catch (SeraiException e) {
            answer.completeExceptionally(e);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private void describe(Exchange exchange, RouteCall call, Cancellation cancellation) {
        exchange.getIn().setBody(call.body());
        call.headers().forEach(exchange.getIn()::setHeader);
        exchange.getIn().setHeader(SeraiRestConstants.REQUEST_TYPE, call.contentType());
        exchange.getIn().setHeader(SeraiRestConstants.KEY, call.key());
        exchange.getIn().setHeader(SeraiRestConstants.REQUEST_ID, call.requestId());
        exchange.getIn().setHeader(SeraiRestConstants.SHA256, call.sha256());
        exchange.setProperty(
                ExchangeProperties.DELIVERED,
                new Delivered.Known(call.sourceId(), "sha256:" + call.sha256(), Optional.of(cancellation)));
        exchange.setProperty(ExchangeProperties.PRIORITY, Priority.INTERACTIVE.name());
        exchange.setProperty(
                ExchangeProperties.RESIDENCY, endpoint.callResidency().and(call.residency()));
    }
}
