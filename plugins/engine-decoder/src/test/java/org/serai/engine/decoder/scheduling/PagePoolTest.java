package org.serai.engine.decoder.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PagePoolTest {
    private static final int PAGE_TOKENS = 4;

    @Test
    void givesEachPageToOneSequence() {
        PagePool pool = new PagePool(PAGE_TOKENS, 6);
        PageTable first = new PageTable(pool, 12);
        PageTable second = new PageTable(pool, 12);
        Set<Integer> seen = new HashSet<>();

        for (int tokens = 1; tokens <= 12; tokens++) {
            first.reserve(tokens);
            second.reserve(tokens);
        }

        for (int i = 0; i < 3; i++) {
            assertTrue(seen.add(first.pages()[i]));
            assertTrue(seen.add(second.pages()[i]));
        }
        assertEquals(0, pool.freePages());
    }

    @Test
    void takesPagesAsTheSequenceGrowsAndGivesAllBack() {
        PagePool pool = new PagePool(PAGE_TOKENS, 6);
        PageTable table = new PageTable(pool, 9);

        table.reserve(4);
        assertEquals(5, pool.freePages());
        table.reserve(5);
        assertEquals(4, pool.freePages());
        table.reserve(3);
        assertEquals(4, pool.freePages());
        table.release();
        table.release();

        assertEquals(6, pool.freePages());
    }
}
