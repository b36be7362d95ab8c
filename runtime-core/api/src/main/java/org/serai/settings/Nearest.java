package org.serai.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what somebody who wrote an unknown name meant to write. */
public final class Nearest {
    private static final int MOST_LISTED = 12;

    private Nearest() {}

    /** The known word that is so near to {@code word} that it is likely meant, or empty where none is. */
    public static Optional<String> to(String word, Collection<String> known) {
        int limit = Math.max(1, word.length() / 3);
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= limit)
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code "; did you mean 'x'?"} for the nearest known word, or the empty text. */
    public static String hint(String word, Collection<String> known) {
        return to(word, known).map(near -> "; did you mean '" + near + "'?").orElse("");
    }

    /**
     * A sentence about an unknown name: the known one that is near to it, and the known ones where they are few.
     *
     * @param kind what the names are, in the plural
     */
    public static String sentence(String name, Collection<String> known, String kind) {
        if (known.isEmpty()) {
            return "There are no " + kind + ".";
        }
        String nearest = to(name, known).map(n -> "Did you mean " + n + "? ").orElse("");
        if (nearest.isEmpty() || known.size() <= MOST_LISTED) {
            return nearest + "Known " + kind + ": " + list(known) + ".";
        }
        return nearest.strip();
    }

    private static String list(Collection<String> known) {
        String listed = known.stream().sorted().limit(MOST_LISTED).collect(Collectors.joining(", "));
        return known.size() > MOST_LISTED ? listed + " and " + (known.size() - MOST_LISTED) + " more" : listed;
    }

    /**
     * The optimal string alignment distance, case ignored: insertions, deletions, substitutions and swaps of neighbours
     * that turn one word into the other (Damerau, 1964).
     */
    static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + substitution);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
            }
        }
        return cost[a.length()][b.length()];
    }
}
