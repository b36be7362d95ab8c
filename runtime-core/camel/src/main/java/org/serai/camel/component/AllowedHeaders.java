package org.serai.camel.component;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.TypeConversionException;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;
import org.serai.settings.Nearest;

/**
 * The headers of requests that an endpoint listens to. What came over the wire is in headers too, so none counts unless
 * the route's author named it. Immutable.
 */
final class AllowedHeaders {
    private static final Set<String> REQUEST_HEADERS = Set.of(
            SeraiConstants.MODEL,
            SeraiConstants.SYSTEM_MESSAGE,
            SeraiConstants.USER_MESSAGE,
            SeraiConstants.TEMPERATURE,
            SeraiConstants.TOP_K,
            SeraiConstants.TOP_P,
            SeraiConstants.MIN_P,
            SeraiConstants.TYPICAL_P,
            SeraiConstants.TOP_N_SIGMA,
            SeraiConstants.REPEAT_PENALTY,
            SeraiConstants.PRESENCE_PENALTY,
            SeraiConstants.FREQUENCY_PENALTY,
            SeraiConstants.REPEAT_LAST_N,
            SeraiConstants.LOGIT_BIAS,
            SeraiConstants.SEED,
            SeraiConstants.MAX_TOKENS,
            SeraiConstants.STOP,
            SeraiConstants.TIMEOUT,
            SeraiConstants.PRIORITY,
            SeraiConstants.STREAMING);

    private final Set<String> allowed;

    private AllowedHeaders(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /**
     * Reads the option {@code allowHeaders}: names separated by commas, with or without {@value SeraiConstants#PREFIX}, or
     * {@code *}.
     */
    static AllowedHeaders parse(@Nullable String option) {
        if (option == null || option.isBlank()) {
            return new AllowedHeaders(Set.of());
        }
        if (option.strip().equals("*")) {
            return new AllowedHeaders(REQUEST_HEADERS);
        }
        Set<String> allowed = new TreeSet<>();
        for (String name : option.split(",", -1)) {
            allowed.add(header(name.strip()));
        }
        return new AllowedHeaders(allowed);
    }

    private static String header(String name) {
        String header = name.startsWith(SeraiConstants.PREFIX) ? name : SeraiConstants.PREFIX + name;
        if (!REQUEST_HEADERS.contains(header)) {
            List<String> names = REQUEST_HEADERS.stream()
                    .map(known -> known.substring(SeraiConstants.PREFIX.length()))
                    .toList();
            throw new SeraiException(
                    SeraiComponentErrors.INVALID_OPTION,
                    "Option allowHeaders names " + name + ", which is no header of a request. "
                            + Nearest.sentence(name, names, "headers"));
        }
        return header;
    }

    /** The header's value if it is allowed and there, else the endpoint's own. */
    <T> @Nullable T override(Exchange exchange, String header, Class<T> type, @Nullable T own) {
        Object value = allowed.contains(header) ? exchange.getMessage().getHeader(header) : null;
        if (value == null) {
            return own;
        }
        try {
            return exchange.getContext().getTypeConverter().mandatoryConvertTo(type, exchange, value);
        } catch (NoTypeConversionAvailableException | TypeConversionException e) {
            throw invalid(header, value, "a value of type " + type.getSimpleName(), e);
        }
    }

    static SeraiException invalid(String header, Object value, String right, Exception cause) {
        return new SeraiException(
                SeraiComponentErrors.INVALID_HEADER,
                "Header " + header + " has the value " + value + ", which is not possible: give " + right + ".",
                cause);
    }
}
