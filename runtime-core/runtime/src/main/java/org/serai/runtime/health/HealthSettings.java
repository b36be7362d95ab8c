package org.serai.runtime.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.serai.error.SeraiException;
import org.serai.settings.SettingsReader;

/**
 * The configuration {@code org.serai.health}; {@code docs/health.md} lists the keys.
 *
 * @param probeInterval how long an alias may produce no token before it is asked for one
 * @param probeTimeout how long it may take to produce that
 * @param stalledAfter how long nothing may move while a request is worked on
 */
record HealthSettings(Duration probeInterval, Duration probeTimeout, Duration stalledAfter) {
    static final String PID = "org.serai.health";

    private static final int DEFAULT_PROBE_INTERVAL_SECONDS = 60;
    private static final int DEFAULT_PROBE_TIMEOUT_SECONDS = 30;
    private static final int DEFAULT_STALLED_AFTER_SECONDS = 600;

    /** @throws SeraiException that names every problem */
    static HealthSettings parse(Map<String, ?> configuration) {
        SettingsReader reader = new SettingsReader(configuration);
        HealthSettings settings = read(reader);
        List<String> problems = reader.problems();
        if (!problems.isEmpty()) {
            throw new SeraiException(
                    HealthErrors.BAD_CONFIGURATION,
                    "The configuration of health checks is wrong: " + String.join("; ", problems) + ". Correct etc/"
                            + PID + ".cfg");
        }
        return settings;
    }

    /** Asks for every key; the reader gathers what is wrong. */
    static HealthSettings read(SettingsReader reader) {
        return new HealthSettings(
                seconds(reader, "probeIntervalSeconds", DEFAULT_PROBE_INTERVAL_SECONDS),
                seconds(reader, "probeTimeoutSeconds", DEFAULT_PROBE_TIMEOUT_SECONDS),
                seconds(reader, "stalledAfterSeconds", DEFAULT_STALLED_AFTER_SECONDS));
    }

    private static Duration seconds(SettingsReader reader, String key, int unset) {
        return Duration.ofSeconds(reader.integer(key, 1, Integer.MAX_VALUE, unset));
    }

    /** How long a token is a sign of life: two probes may be missed. */
    Duration lately() {
        return probeInterval.multipliedBy(2).plus(probeTimeout);
    }
}
