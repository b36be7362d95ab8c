package org.serai.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a request may be worked on. Whoever passes a request on may make it stricter, never looser. */
public enum Residency {
    /** On any engine that the alias names. */
    ANYWHERE,
    /** Only on engines that compute on this machine: never on a server, whatever the alias says. */
    LOCAL_ONLY;

    /** The stricter one of the two. */
    public Residency and(Residency other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** The form of configuration and wire formats, such as {@code local-only}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What a mark on a delivery asks for. One that nobody knows counts as the strictest, so that a slip of the pen keeps data
     * at home.
     *
     * @param mark a Residency or its wire name; null where there is no mark
     */
    public static Residency ofMark(@Nullable Object mark) {
        return switch (mark) {
            case null -> ANYWHERE;
            case Residency known -> known;
            default -> ofWireName(mark.toString().strip()).orElse(LOCAL_ONLY);
        };
    }

    /** The one that has this form; empty where none has. */
    public static Optional<Residency> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(residency -> residency.wireName().equals(name))
                .findFirst();
    }
}
