package org.serai.engine.decoder.scheduling;

import java.util.List;

/**
 * Lets text through up to the first stop string. What could be the beginning of one is held back until it is certain, so
 * that no part of a stop string ever gets out. One generation, one thread.
 */
final class StopStrings {
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean found;

    /** @param stops none is empty */
    StopStrings(List<String> stops) {
        this.stops = stops;
    }

    /** True once a stop string has come; nothing gets out any more. */
    boolean found() {
        return found;
    }

    /** Takes the next piece and gives the text that is certain now, possibly none. */
    String push(String piece) {
        if (found || piece.isEmpty() || stops.isEmpty()) {
            return found ? "" : piece;
        }
        held.append(piece);
        int first = firstStop();
        found = first >= 0;
        return take(found ? first : held.length() - heldBack());
    }

    /** Ends the text and gives what was held back. */
    String flush() {
        return found ? "" : take(held.length());
    }

    private String take(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }

    /** Where the stop string begins that is complete first, so that it does not matter how the text is cut; or -1. */
    private int firstStop() {
        int first = -1;
        int end = Integer.MAX_VALUE;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            int ending = at + stop.length();
            if (at >= 0 && (ending < end || (ending == end && at < first))) {
                first = at;
                end = ending;
            }
        }
        return first;
    }

    /** The length of the longest end of the text that begins a stop string. */
    private int heldBack() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (held.indexOf(stop.substring(0, length), held.length() - length) >= 0) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
