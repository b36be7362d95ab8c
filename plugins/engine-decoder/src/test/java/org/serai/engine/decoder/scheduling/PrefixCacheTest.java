package org.serai.engine.decoder.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Pages that several sequences share, with a device that only remembers which token was stored where. */
final class PrefixCacheTest {
    private static final int PAGE_TOKENS = 16;
    private static final int PAGES = 12;

    private final PagePool pool = new PagePool(PAGE_TOKENS, PAGES);
    private final int[][] stored = new int[PAGES][PAGE_TOKENS];
    private int copies;

    /** A prompt that goes through the model, and what it left in the cache. */
    private final class Prompted {
        private final int[] prompt;
        private final PageTable table;
        private final int reused;

        Prompted(int[] prompt, int mostTokens) {
            this.prompt = prompt;
            table = new PageTable(pool, mostTokens);
            reused = table.reuse(prompt, prompt.length - 1, (from, to) -> {
                System.arraycopy(stored[from], 0, stored[to], 0, PAGE_TOKENS);
                copies++;
            });
            table.reserve(mostTokens);
            for (int i = reused; i < prompt.length; i++) {
                stored[table.pages()[i / PAGE_TOKENS]][i % PAGE_TOKENS] = prompt[i];
            }
            table.offer(prompt, prompt.length);
        }

        void assertIntact() {
            for (int i = 0; i < prompt.length; i++) {
                assertEquals(prompt[i], stored[table.pages()[i / PAGE_TOKENS]][i % PAGE_TOKENS], "token " + i);
            }
        }
    }

    @Test
    void sharesWholePagesAndCopiesTheRest() {
        Prompted first = new Prompted(count(0, 50), 60);
        Prompted second = new Prompted(join(count(0, 44), count(100, 10)), 60);

        assertEquals(0, first.reused);
        assertEquals(44, second.reused);
        assertEquals(first.table.pages()[0], second.table.pages()[0]);
        assertEquals(first.table.pages()[1], second.table.pages()[1]);
        assertNotEquals(first.table.pages()[2], second.table.pages()[2]);
        assertEquals(1, copies);
        first.assertIntact();
        second.assertIntact();
        first.table.release();
        second.assertIntact();
        second.table.release();
        assertEquals(0, pool.usedTokens());
        assertEquals(4, pool.idlePages(), "three full pages of the first and one of the second");
        assertEquals(PAGES - 4, pool.freePages());
    }

    @Test
    void leavesTheLastTokenOfAPromptToTheModel() {
        Prompted first = new Prompted(count(0, 32), 32);
        Prompted again = new Prompted(count(0, 32), 32);

        assertEquals(31, again.reused);
        first.assertIntact();
        again.assertIntact();
        assertEquals(first.table.pages()[1], again.table.pages()[1], "pages of the same content become one");
        assertEquals(PAGES - 2, pool.freePages());
        first.table.release();
        again.table.release();
        assertEquals(2, pool.idlePages());
    }

    @Test
    void doesNotMixUpPagesBehindDifferentBeginnings() {
        new Prompted(join(count(0, 16), count(500, 17)), 48).table.release();

        Prompted other = new Prompted(join(count(100, 16), count(500, 17)), 48);

        assertEquals(0, other.reused);
        other.table.release();
    }

    @Test
    void forgetsWhatWasNotUsedForLongest() {
        new Prompted(count(0, 33), 48).table.release();
        new Prompted(count(1000, 33), 48).table.release();
        new Prompted(count(0, 33), 48).table.release();

        PageTable large = new PageTable(pool, (PAGES - 2) * PAGE_TOKENS);
        large.reserve((PAGES - 2) * PAGE_TOKENS);
        large.release();

        assertEquals(32, reusedAfterwards(count(0, 33)));
        assertEquals(0, reusedAfterwards(count(1000, 33)));
    }

    @Test
    void takesThePageItCopiesFromWhereThereIsNoOther() {
        PageTable rest = new PageTable(pool, (PAGES - 2) * PAGE_TOKENS);
        new Prompted(count(0, 17), 32).table.release();
        rest.reserve((PAGES - 2) * PAGE_TOKENS);
        PageTable last = new PageTable(pool, PAGE_TOKENS);
        last.reserve(PAGE_TOKENS);
        assertEquals(0, pool.freePages());
        assertEquals(1, pool.idlePages());

        Prompted similar = new Prompted(join(count(0, 10), count(100, 5)), 16);

        assertEquals(10, similar.reused);
        similar.assertIntact();
        assertEquals(0, pool.idlePages());
    }

    @Test
    void keepsEveryPromptIntactUnderRandomUse() {
        SplittableRandom random = new SplittableRandom(11);
        List<Prompted> live = new ArrayList<>();
        int reused = 0;
        for (int round = 0; round < 5_000; round++) {
            if (live.size() == 3 || (!live.isEmpty() && random.nextInt(3) == 0)) {
                Prompted ending = live.remove(random.nextInt(live.size()));
                ending.assertIntact();
                ending.table.release();
            } else {
                int[] prompt = join(
                        count(100 * random.nextInt(3), 1 + random.nextInt(30)),
                        count(10 * random.nextInt(3), 1 + random.nextInt(20)));
                Prompted next = new Prompted(prompt, Math.min(64, prompt.length + random.nextInt(20)));
                reused += next.reused;
                live.add(next);
            }
            live.forEach(Prompted::assertIntact);
            assertEquals(PAGES * PAGE_TOKENS, pool.capacityTokens());
        }
        live.forEach(prompted -> prompted.table.release());
        assertEquals(PAGES, pool.freePages() + pool.idlePages());
        assertTrue(reused > 10_000, reused + " tokens were reused");
    }

    private int reusedAfterwards(int[] prompt) {
        Prompted prompted = new Prompted(prompt, 48);
        prompted.table.release();
        return prompted.reused;
    }

    private static int[] count(int from, int length) {
        int[] numbers = new int[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = from + i;
        }
        return numbers;
    }

    private static int[] join(int[] one, int[] other) {
        int[] all = new int[one.length + other.length];
        System.arraycopy(one, 0, all, 0, one.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }
}
