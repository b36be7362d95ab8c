package org.serai.runtime.text;

import java.time.Duration;

/** Durations for people. */
public final class Durations {
    private static final long MINUTES = 3;

    private Durations() {}

    /** About how long: in milliseconds below a second, in seconds below three minutes, and in minutes. */
    public static String text(Duration duration) {
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + " ms";
        }
        Duration rounded = duration.plusMillis(500);
        return rounded.toMinutes() < MINUTES
                ? rounded.toSeconds() + " s"
                : duration.plusSeconds(30).toMinutes() + " min";
    }
}
