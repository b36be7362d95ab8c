package org.serai.connector.file;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.serai.delivery.Delivered;
import org.serai.delivery.ExchangeProperties;
import org.serai.engine.Residency;
import org.serai.error.SeraiException;

/** The way into the route, and what it ends with. Thread-safe. */
final class RouteEntry {
    private final DefaultConsumer consumer;
    private final Residency residency;

    /** @param residency where documents may be worked on */
    RouteEntry(DefaultConsumer consumer, Residency residency) {
        this.consumer = consumer;
        this.residency = residency;
    }

    String route() {
        return consumer.getRouteId();
    }

    /** A document for the route; {@link #release} it when its end was looked at. */
    Exchange exchange(Document document, String source, int attempt) {
        Exchange exchange = consumer.createExchange(false);
        exchange.setProperty(
                ExchangeProperties.DELIVERED,
                new Delivered.Known(Optional.of(source), "sha256:" + document.sha256(), Optional.empty()));
        exchange.setProperty(ExchangeProperties.RESIDENCY, residency);
        describe(exchange.getIn(), document, attempt);
        return exchange;
    }

    private static void describe(Message message, Document document, int attempt) {
        message.setBody(document.text());
        message.setHeader(SeraiFileConstants.FILE_NAME, document.path().toString());
        message.setHeader(
                SeraiFileConstants.FILE_NAME_ONLY, document.path().getFileName().toString());
        message.setHeader(SeraiFileConstants.FILE_LENGTH, document.state().size());
        message.setHeader(
                SeraiFileConstants.FILE_LAST_MODIFIED,
                document.state().modified().toEpochMilli());
        message.setHeader(SeraiFileConstants.CONTENT_TYPE, document.type().contentType());
        message.setHeader(SeraiFileConstants.SHA256, document.sha256());
        message.setHeader(SeraiFileConstants.ATTEMPT, attempt);
    }

    /** @param whenOver called when the route ended, on whatever thread it did */
    void process(Exchange exchange, Runnable whenOver) {
        consumer.getAsyncProcessor().process(exchange, doneSync -> whenOver.run());
    }

    /**
     * What the route made of the document.
     *
     * @throws SeraiException why it made nothing
     */
    byte[] answer(Document document, Exchange exchange) {
        @Nullable Throwable failure = exchange.getException();
        if (failure != null) {
            throw Failure.typed(route(), document, failure);
        }
        if (exchange.isRollbackOnly()) {
            throw new SeraiException(
                    FileErrors.ROUTE_FAILED,
                    "Route " + route() + " marked " + document.path() + " for rollback. Correct the route or the"
                            + " document, and drop it again.");
        }
        try {
            return exchange.getMessage().getBody() instanceof String text
                    ? text.getBytes(StandardCharsets.UTF_8)
                    : exchange.getMessage().getMandatoryBody(byte[].class);
        } catch (InvalidPayloadException e) {
            throw new SeraiException(
                    FileErrors.NO_RESULT,
                    "Route " + route() + " ended with a body that cannot be written for " + document.path() + ": "
                            + e.getMessage() + ". End the route with text or bytes (stream=false).",
                    e);
        }
    }

    void release(Exchange exchange) {
        consumer.releaseExchange(exchange, false);
    }
}
