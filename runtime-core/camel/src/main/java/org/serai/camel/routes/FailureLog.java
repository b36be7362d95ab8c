package org.serai.camel.routes;

import java.util.Collection;
import java.util.List;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelLogger;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.LoggingExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of each exchange that failed in one line: the route, the code, and what to do. Stack traces are told at the level
 * debug. Camel itself would tell the same failure in its error handler and again in its consumer, with stack traces. A
 * route file that brings an error handler of its own has the last word on what that logs.
 */
public final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

    /** Connectors of this scheme tell of their deliveries themselves, with what becomes of them. */
    private static final String OWN_CONNECTORS = "serai-";

    private final Sink sink;

    /** Where lines go. */
    @FunctionalInterface
    interface Sink {
        void tell(String line, Throwable failure);
    }

    FailureLog(Sink sink) {
        this.sink = sink;
    }

    /** Makes a context that has not started yet tell of failures in this way. */
    public static void install(DefaultCamelContext camel) {
        new FailureLog((line, failure) -> {
                    LOG.warn("{}", line);
                    LOG.debug("{}", line, failure);
                })
                .attach(camel);
    }

    void attach(DefaultCamelContext camel) {
        camel.getCamelContextExtension()
                .setErrorHandlerFactory(new DefaultErrorHandlerDefinition().logger(new DebugLogger()));
        camel.getManagementStrategy().addEventNotifier(new FailedExchanges());
        camel.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesAdd(Collection<Route> routes) {
                routes.forEach(FailureLog.this::quieten);
            }
        });
    }

    /** A consumer tells of exchanges what was told already; what else it tells has no exchange. */
    private void quieten(Route route) {
        if (route.getConsumer() instanceof DefaultConsumer consumer
                && consumer.getExceptionHandler() instanceof LoggingExceptionHandler) {
            consumer.setExceptionHandler(new ConsumerFailures(route.getRouteId()));
        }
    }

    private void tell(String route, @Nullable String message, Throwable failure) {
        List<Throwable> chain = Diagnosis.chain(failure);
        String reason = Diagnosis.find(chain, SeraiException.class)
                .map(typed -> String.valueOf(typed.getMessage()))
                .orElseGet(() -> RouteErrors.STEP_FAILED + ": " + firstLine(chain.getLast())
                        + ". Correct the route or what it was given; the level debug of the logger "
                        + FailureLog.class.getName() + " tells where it happened.");
        sink.tell("Route " + route + ": " + (message == null ? "" : message + ": ") + reason, failure);
    }

    private static String firstLine(Throwable failure) {
        return failure.toString().lines().findFirst().orElse("").replaceFirst("\\.$", "");
    }

    /** What error handlers tell of each attempt, for those who look for a cause. */
    private static final class DebugLogger extends CamelLogger {
        DebugLogger() {
            super(LOG, LoggingLevel.DEBUG);
        }

        @Override
        public void log(String message, LoggingLevel level) {
            log(message);
        }

        @Override
        public void log(String message, Throwable exception, LoggingLevel level) {
            log(message, exception);
        }
    }

    private final class FailedExchanges extends EventNotifierSupport {
        FailedExchanges() {
            setIgnoreCamelContextEvents(true);
            setIgnoreRouteEvents(true);
            setIgnoreServiceEvents(true);
            setIgnoreStepEvents(true);
            setIgnoreExchangeCreatedEvent(true);
            setIgnoreExchangeCompletedEvent(true);
            setIgnoreExchangeRedeliveryEvents(true);
            setIgnoreExchangeSendingEvents(true);
            setIgnoreExchangeSentEvents(true);
        }

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeFailedEvent failed
                    && failed.getExchange().getException() != null
                    && !isToldByConnector(failed.getExchange())) {
                tell(routeOf(failed.getExchange()), null, failed.getExchange().getException());
            }
        }

        private static String routeOf(Exchange exchange) {
            return String.valueOf(exchange.getFromRouteId());
        }

        /** Copies, such as the parts of a split, are nobody's delivery. */
        private static boolean isToldByConnector(Exchange exchange) {
            @Nullable Endpoint from = exchange.getFromEndpoint();
            return from != null
                    && from.getEndpointUri().startsWith(OWN_CONNECTORS)
                    && exchange.getProperty(ExchangePropertyKey.CORRELATION_ID) == null;
        }
    }

    private final class ConsumerFailures implements ExceptionHandler {
        private final String route;

        ConsumerFailures(String route) {
            this.route = route;
        }

        @Override
        public void handleException(Throwable exception) {
            handleException("cannot take anything in", null, exception);
        }

        @Override
        public void handleException(String message, Throwable exception) {
            handleException(message, null, exception);
        }

        @Override
        public void handleException(String message, @Nullable Exchange exchange, Throwable exception) {
            if (exchange == null || exchange.getException() == null) {
                tell(route, message, exception);
            } else {
                LOG.debug("Route {}: {}", route, message, exception);
            }
        }
    }
}
