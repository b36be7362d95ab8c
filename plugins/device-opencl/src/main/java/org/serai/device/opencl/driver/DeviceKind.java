package org.serai.device.opencl.driver;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What kind of hardware a device is, with the bits of {@code cl_device_type}. */
public enum DeviceKind {
    GPU(4),
    ACCELERATOR(8),
    CPU(2),
    /** Something that no version of the standard so far has a word for. */
    OTHER(0);

    private final long bit;

    DeviceKind(long bit) {
        this.bit = bit;
    }

    static DeviceKind of(long bits) {
        return Arrays.stream(values())
                .filter(kind -> (bits & kind.bit) != 0)
                .findFirst()
                .orElse(OTHER);
    }

    /** The word that configuration uses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with a word, or empty where there is none. */
    public static Optional<DeviceKind> ofWord(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
