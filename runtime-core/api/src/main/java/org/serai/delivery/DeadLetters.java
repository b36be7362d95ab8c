package org.serai.delivery;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A place where a connector keeps dead letters, such as a topic or a folder. An OSGi service for as long as a route uses
 * it; thread-safe. Methods may take as long as it takes to read the place.
 */
public interface DeadLetters {
    /** Names the place, such as {@code kafka:orders.dlq} or {@code file:/srv/inbox/failed}; unique in an instance. */
    String place();

    /**
     * Calls {@code reader} with each letter that matches, oldest first, until it returns false.
     *
     * @throws org.serai.error.SeraiException where the place cannot be read
     */
    void read(Filter filter, Predicate<DeadLetter> reader);

    /** The letter with this id, or empty where there is none (any more). */
    Optional<DeadLetter> find(String id);

    /**
     * Gives the work to its route again, and takes the letter away once that succeeded. Returns when the outcome is known.
     *
     * @param alias the alias to ask instead of the one that the route names; null for that
     * @throws org.serai.error.SeraiException why it failed again, or cannot be tried; the letter stays then
     */
    void replay(String id, @Nullable String alias);

    /**
     * Which letters are meant. A null component leaves the choice open.
     *
     * @param reason a code, such as {@code SERAI-1502}, or the name of a category
     * @param since letters of this time and later
     * @param until letters before this time
     */
    record Filter(
            @Nullable String reason,
            @Nullable Instant since,
            @Nullable Instant until) {
        /** Every letter. */
        public static final Filter ALL = new Filter(null, null, null);

        public boolean matches(DeadLetter letter) {
            return (reason == null
                            || reason.equalsIgnoreCase(letter.reason())
                            || reason.equalsIgnoreCase(letter.category()))
                    && (since == null || !letter.failedAt().isBefore(since))
                    && (until == null || letter.failedAt().isBefore(until));
        }
    }
}
