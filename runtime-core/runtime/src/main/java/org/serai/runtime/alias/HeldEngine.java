package org.serai.runtime.alias;

import java.time.Duration;
import java.util.Comparator;
import org.serai.runtime.text.Durations;

/**
 * An engine that is kept away from an alias because it failed.
 *
 * @param device on which; empty for all
 * @param failures since its last success
 * @param rest until it is tried again
 * @param reason the last failure
 */
public record HeldEngine(String engine, String device, int failures, Duration rest, String reason)
        implements Comparable<HeldEngine> {
    @Override
    public int compareTo(HeldEngine other) {
        return Comparator.comparing(HeldEngine::engine)
                .thenComparing(HeldEngine::device)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return "engine '" + engine + "'" + (device.isEmpty() ? "" : " on device '" + device + "'")
                + " is held off for " + Durations.text(rest) + " after " + failures
                + (failures == 1 ? " failure: " : " failures, the last: ") + reason;
    }
}
