package org.serai.connector.rest.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.RestErrors;
import org.serai.error.ContextExceededException;
import org.serai.error.ErrorCategory;
import org.serai.error.OverloadException;
import org.serai.error.SeraiException;

/**
 * A failure as a client may see it: never a stack trace, never the words of an exception that nobody foresaw.
 *
 * @param status the HTTP status
 * @param code such as {@code SERAI-1702}
 * @param category whose turn it is to act
 * @param message for people, beginning with the code
 * @param parameter the field of the request that is wrong
 * @param retryAfter when another attempt is worth making
 * @param figures numbers that a program may want, such as the tokens of a prompt that is too long
 */
public record HttpFailure(
        int status,
        String code,
        ErrorCategory category,
        String message,
        Optional<String> parameter,
        Optional<Duration> retryAfter,
        Map<String, Integer> figures) {
    /** What a client does with a failure that passes, where nobody knows when. */
    private static final Duration SOON = Duration.ofSeconds(5);

    public static HttpFailure of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof SeraiException known ? known(known) : unexpected();
    }

    private static HttpFailure known(SeraiException failure) {
        ErrorCategory category = failure.code().category();
        Map<String, Integer> figures = new LinkedHashMap<>();
        if (failure instanceof ContextExceededException exceeded) {
            putKnown(figures, "n_prompt_tokens", exceeded.promptTokens());
            putKnown(figures, "n_ctx", exceeded.contextTokens());
        }
        String message = failure.getMessage();
        return new HttpFailure(
                failure instanceof HttpException http ? http.status() : status(category),
                failure.code().toString(),
                category,
                message == null ? failure.code().toString() : message,
                Optional.ofNullable(failure instanceof HttpException http ? http.parameter() : null),
                Optional.ofNullable(retryAfter(failure)),
                figures);
    }

    /** A server may not tell how long a prompt is that it refuses. */
    private static void putKnown(Map<String, Integer> figures, String name, int tokens) {
        if (tokens >= 0) {
            figures.put(name, tokens);
        }
    }

    private static @Nullable Duration retryAfter(SeraiException failure) {
        if (failure instanceof OverloadException overload) {
            return overload.retryAfter();
        }
        return switch (failure.code().category()) {
            case OVERLOAD, UNAVAILABLE, RESOURCE -> SOON;
            default -> null;
        };
    }

    private static HttpFailure unexpected() {
        return new HttpFailure(
                500,
                RestErrors.UNEXPECTED.toString(),
                ErrorCategory.INTERNAL,
                RestErrors.UNEXPECTED + ": The request failed for a reason that nobody foresaw. The log has it, under"
                        + " the request's id.",
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** The status of a category. What only a client can mend is 4xx, what it need not change is 5xx. */
    public static int status(ErrorCategory category) {
        return switch (category) {
            case INVALID, TOO_LONG -> 400;
            case NOT_FOUND -> 404;
            case TRUNCATED -> 422;
            case OVERLOAD -> 429;
            case UNSUPPORTED -> 501;
            case UNAVAILABLE, RESOURCE, CANCELLED -> 503;
            case TIMEOUT -> 504;
            case CONFIGURATION, CORRUPT, INTERNAL -> 500;
        };
    }

    /** The whole seconds of the header {@code Retry-After}: rounded up, and never zero. */
    public Optional<Long> retryAfterSeconds() {
        return retryAfter.map(wait -> Math.max(1, wait.plusMillis(999).toSeconds()));
    }
}
