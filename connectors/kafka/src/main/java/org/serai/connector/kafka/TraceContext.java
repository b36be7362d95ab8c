package org.serai.connector.kafka;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The W3C trace context of a record, from the record that was consumed to those that the route produces. A route that
 * removes headers does not lose it, and a tracer that puts its own span into the headers wins.
 */
public final class TraceContext {
    private static final String PARENT = "traceparent";
    private static final List<String> HEADERS = List.of(PARENT, "tracestate");
    private static final String PROPERTY_PREFIX = "SeraiKafkaTrace.";

    private TraceContext() {}

    /** Keeps what came with the exchange's message. */
    public static void remember(Exchange exchange) {
        for (String header : HEADERS) {
            @Nullable Object value = exchange.getIn().getHeader(header);
            if (value != null) {
                exchange.setProperty(PROPERTY_PREFIX + header, value);
            }
        }
    }

    /** The headers of the trace that belong to a record which the exchange produces. */
    public static Map<String, String> of(Exchange exchange) {
        boolean inMessage = exchange.getMessage().getHeader(PARENT) != null;
        Map<String, String> trace = new LinkedHashMap<>();
        for (String header : HEADERS) {
            @Nullable
            Object value = inMessage
                    ? exchange.getMessage().getHeader(header)
                    : exchange.getProperty(PROPERTY_PREFIX + header);
            if (value != null) {
                trace.put(header, value.toString());
            }
        }
        return trace;
    }
}
