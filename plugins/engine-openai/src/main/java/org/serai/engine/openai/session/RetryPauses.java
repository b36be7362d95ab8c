package org.serai.engine.openai.session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.serai.engine.openai.config.ServerSettings;

/** How long a request waits before it is tried again, and whether it is. Used by one thread. */
final class RetryPauses {
    private static final double SPREAD = 0.2;

    private final ServerSettings.Retries settings;
    private Duration next;
    private int used;

    RetryPauses(ServerSettings.Retries settings) {
        this.settings = settings;
        this.next = settings.firstPause();
    }

    /**
     * The pause before one more attempt.
     *
     * @param retryAfter what the server wants; a longer wait than is allowed leaves the attempt to whoever sent the request
     * @param remaining time that the request has
     * @return empty where there is to be no other attempt
     */
    Optional<Duration> next(Optional<Duration> retryAfter, Duration remaining) {
        Duration pause = retryAfter.orElseGet(this::spread);
        if (used == settings.count()
                || pause.compareTo(settings.longestPause()) > 0
                || pause.compareTo(remaining) >= 0) {
            return Optional.empty();
        }
        used++;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(settings.longestPause()) < 0 ? doubled : settings.longestPause();
        return Optional.of(pause);
    }

    /** Requests that failed together do not come again together. */
    private Duration spread() {
        double factor = 1 - SPREAD * ThreadLocalRandom.current().nextDouble();
        return Duration.ofNanos((long) (next.toNanos() * factor));
    }
}
