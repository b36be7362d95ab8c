package org.serai.camel.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what somebody who typed an unknown name may have meant. */
public final class Suggestion {
    private static final int MOST_LISTED = 12;

    private Suggestion() {}

    /**
     * A sentence about an unknown name: the known one that is near to it, and the known ones where they are few.
     *
     * @param kind what the names are, in the plural
     */
    public static String sentence(String name, Collection<String> known, String kind) {
        String nearest =
                nearest(name, known).map(n -> "Did you mean " + n + "? ").orElse("");
        if (known.isEmpty()) {
            return "There are no " + kind + ".";
        }
        if (nearest.isEmpty() || known.size() <= MOST_LISTED) {
            return nearest + "Known " + kind + ": " + list(known) + ".";
        }
        return nearest.strip();
    }

    /** The known name that is nearest to the given one, if any is near enough to be a slip of the fingers. */
    public static Optional<String> nearest(String name, Collection<String> known) {
        String typed = name.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, typed.length() / 3);
        return known.stream()
                .map(candidate -> new Candidate(candidate, distance(typed, candidate.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance <= limit)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    private static String list(Collection<String> known) {
        String listed = known.stream().sorted().limit(MOST_LISTED).collect(Collectors.joining(", "));
        return known.size() > MOST_LISTED ? listed + " and " + (known.size() - MOST_LISTED) + " more" : listed;
    }

    /** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, each at a cost of one. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 ? j : j == 0 ? i : cheapest(a, b, cost, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int[][] cost, int i, int j) {
        int substitution = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(substitution, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }

    private record Candidate(String name, int distance) {}
}
