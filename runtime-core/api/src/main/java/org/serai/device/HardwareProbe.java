package org.serai.device;

import java.util.OptionalInt;

/** An optional interface of a {@link Device} that can measure what its hardware does at most. Thread-safe. */
public interface HardwareProbe {
    /**
     * Measures, which takes all threads for about a second; whatever else the machine does meanwhile makes the rates smaller.
     *
     * @param threads threads to measure with, for a device that uses some; empty for the device's choice
     */
    HardwareLimits measure(OptionalInt threads);

    /** Threads of a session for which nobody says how many, 1 at least. */
    int threads();
}
