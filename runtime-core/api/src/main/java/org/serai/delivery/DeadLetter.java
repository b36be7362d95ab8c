package org.serai.delivery;

import java.time.Instant;
import java.util.Map;

/**
 * A piece of work that could not be done, kept with the reason.
 *
 * @param id names it within its {@link DeadLetters}, such as {@code 0-17} for an offset in a partition
 * @param origin where the work came from, such as a topic or an inbox
 * @param route the route that failed
 * @param failedAt when it was given up
 * @param reason the code of the failure, such as {@code SERAI-1502}
 * @param category the failure's {@link org.serai.error.ErrorCategory}
 * @param message the failure's message
 * @param attempts how often it was tried
 * @param details what else is known, for people: model digest, prompt, partial output, and such
 * @param content what was delivered, unchanged
 */
@SuppressWarnings("ArrayRecordComponent") // read once and shown; never compared
public record DeadLetter(
        String id,
        String origin,
        String route,
        Instant failedAt,
        String reason,
        String category,
        String message,
        int attempts,
        Map<String, String> details,
        byte[] content) {
    public DeadLetter {
        details = Map.copyOf(details);
    }
}
