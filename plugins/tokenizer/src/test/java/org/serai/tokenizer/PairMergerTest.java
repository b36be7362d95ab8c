package org.serai.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairMergerTest {
    private static final long SEED = 7;

    /** Against the textbook: look through everything for the best pair, merge it, begin again. */
    @Test
    void agreesWithTheDefinition() {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            MergeTable merges = randomMerges(random, 8, 40);
            List<Integer> symbols = new ArrayList<>();
            for (int i = random.nextInt(80); i > 0; i--) {
                symbols.add(random.nextInt(9) - 1);
            }
            assertEquals(byDefinition(symbols, merges), merged(symbols, merges), "round " + round);
        }
    }

    private static MergeTable randomMerges(Random random, int letters, int count) {
        MergeTable merges = new MergeTable(2);
        for (int rank = 0; rank < count; rank++) {
            merges.add(random.nextInt(letters + rank), random.nextInt(letters + rank), rank / 2, letters + rank);
        }
        return merges;
    }

    private static List<Integer> byDefinition(List<Integer> symbols, Merges merges) {
        List<Integer> list = new ArrayList<>(symbols);
        while (true) {
            int best = -1;
            long bestMerge = Long.MAX_VALUE;
            for (int i = 0; i + 1 < list.size(); i++) {
                long merge = list.get(i) < 0 || list.get(i + 1) < 0
                        ? Merges.NONE
                        : merges.find(list.get(i), list.get(i + 1));
                if (merge != Merges.NONE && (best < 0 || Merges.rank(merge) < Merges.rank(bestMerge))) {
                    best = i;
                    bestMerge = merge;
                }
            }
            if (best < 0) {
                return list;
            }
            list.set(best, Merges.merged(bestMerge));
            list.remove(best + 1);
        }
    }

    private static List<Integer> merged(List<Integer> symbols, Merges merges) {
        PairMerger merger = new PairMerger(merges);
        symbols.forEach(merger::add);
        merger.merge();
        List<Integer> result = new ArrayList<>();
        for (int place = 0; place < merger.size(); place++) {
            if (merger.begins(place)) {
                result.add(merger.symbol(place));
            }
        }
        return result;
    }

    /** The worst that a text can be is one word; its cost must not grow with the square of its length. */
    @Test
    void lookUpsGrowWithTheLengthOfAWord() {
        for (int letters : new int[] {1, 2, 26}) {
            long half = lookUps(letters, 100_000);
            long whole = lookUps(letters, 200_000);
            assertTrue(whole <= half * 2.1, letters + " letters: " + half + " look-ups, then " + whole);
            assertTrue(whole <= 200_000 * 5L, letters + " letters: " + whole + " look-ups");
        }
    }

    private static long lookUps(int letters, int length) {
        MergeTable merges = randomMerges(new Random(SEED), letters, 2000);
        long[] count = new long[1];
        Merges counting = (left, right) -> {
            count[0]++;
            return merges.find(left, right);
        };
        PairMerger merger = new PairMerger(counting);
        Random random = new Random(SEED);
        for (int i = 0; i < length; i++) {
            merger.add(random.nextInt(letters));
        }
        merger.merge();
        return count[0];
    }
}
