package org.serai.runtime.store.fetch;

import java.util.Locale;

/** Numbers as people read them. */
public final class Sizes {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    private Sizes() {}

    /** A number of bytes with three digits or so: {@code 491.4 MB}. */
    public static String bytes(long bytes) {
        double value = (double) bytes;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    /** A number of parameters: {@code 494.0 M}. */
    public static String parameters(long count) {
        if (count >= 1_000_000_000) {
            return String.format(Locale.ROOT, "%.2f B", (double) count / 1e9);
        }
        return count >= 1_000_000
                ? String.format(Locale.ROOT, "%.1f M", (double) count / 1e6)
                : String.format(Locale.ROOT, "%,d", count);
    }

    /** A time: {@code 0:07}, {@code 12:30}, {@code 1:02:03}. */
    public static String seconds(long seconds) {
        long minutes = seconds / 60;
        return minutes < 60
                ? String.format("%d:%02d", minutes, seconds % 60)
                : String.format("%d:%02d:%02d", minutes / 60, minutes % 60, seconds % 60);
    }
}
