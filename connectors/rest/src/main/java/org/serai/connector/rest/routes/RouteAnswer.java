package org.serai.connector.rest.routes;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.RestErrors;
import org.serai.error.SeraiException;

/**
 * What a route ended with, as it goes over the wire.
 *
 * @param contentType of the body
 * @param body all of it
 * @param headers the provenance: which model answered, how, and for how many tokens
 * @param tokens that models used for it, where the route ended with a model's answer
 */
@SuppressWarnings("ArrayRecordComponent") // sent once, compared by nobody
record RouteAnswer(String contentType, byte[] body, Map<String, String> headers, int tokens) {
    private static final String PREFIX = "CamelSerai";
    private static final Pattern INTERNAL = Pattern.compile("CamelSerai(Rest|File|Kafka).*|CamelSeraiPartialText");
    private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+(\\s*;[\\x20-\\x7e]*)?");
    private static final int LONGEST_HEADER = 1_000;

    static RouteAnswer of(@Nullable String route, Exchange exchange) {
        Throwable failure = exchange.getException();
        if (failure != null) {
            throw typed(route, failure);
        }
        if (exchange.isRollbackOnly()) {
            throw new SeraiException(
                    RestErrors.ROUTE_FAILED, "Route " + route + " marked the call for rollback. Correct the route.");
        }
        Message message = exchange.getMessage();
        return new RouteAnswer(contentType(message), body(route, message), provenance(message), tokens(message));
    }

    private static SeraiException typed(@Nullable String route, Throwable failure) {
        SeraiException typed = ObjectHelper.getException(SeraiException.class, failure);
        return typed != null
                ? typed
                : new SeraiException(
                        RestErrors.ROUTE_FAILED,
                        "Route " + route + " failed. The log has the reason, under the request's id.",
                        failure);
    }

    private static String contentType(Message message) {
        String set = message.getHeader(SeraiRestConstants.CONTENT_TYPE, String.class);
        if (set != null && MEDIA_TYPE.matcher(set).matches()) {
            return set;
        }
        return message.getBody() instanceof byte[] ? "application/octet-stream" : "text/plain;charset=utf-8";
    }

    private static byte[] body(@Nullable String route, Message message) {
        Object body = message.getBody();
        if (body == null) {
            return new byte[0];
        }
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return message.getMandatoryBody(byte[].class);
        } catch (InvalidPayloadException e) {
            throw new SeraiException(
                    RestErrors.NO_RESULT,
                    "Route " + route + " ended with a body of type "
                            + body.getClass().getName()
                            + ", which cannot be sent. End the route with text or bytes: marshal objects, and take"
                            + " stream=false.",
                    e);
        }
    }

    /** {@code CamelSeraiResponseModel} becomes {@code Serai-Response-Model}. */
    private static Map<String, String> provenance(Message message) {
        Map<String, String> headers = new TreeMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !INTERNAL.matcher(name).matches() && value != null) {
                String words = CAPITAL.matcher(name.substring(PREFIX.length())).replaceAll("-");
                headers.put("Serai-" + words, printable(value.toString()));
            }
        });
        return headers;
    }

    /** A header holds printable ASCII on one line. */
    private static String printable(String value) {
        String line = value.length() > LONGEST_HEADER ? value.substring(0, LONGEST_HEADER) + "..." : value;
        return line.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static int tokens(Message message) {
        Integer tokens = message.getHeader(PREFIX + "TotalTokens", Integer.class);
        return tokens == null ? 0 : tokens;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "RouteAnswer[%s, %d bytes]", contentType, body.length);
    }
}
