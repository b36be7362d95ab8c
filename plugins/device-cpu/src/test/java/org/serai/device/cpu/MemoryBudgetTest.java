package org.serai.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;

class MemoryBudgetTest {
    private static MemoryBudget budget(long limit) {
        return new MemoryBudget(limit, "on the shelf", "build another");
    }

    @Test
    void refusesMoreThanIsLeftAndSaysHowMuch() {
        MemoryBudget budget = budget(100L << 20);
        budget.reserve(60L << 20, "Tensor a");
        SeraiException e = assertThrows(SeraiException.class, () -> budget.reserve(41L << 20, "Tensor b"));
        assertEquals(ErrorCategory.RESOURCE, e.code().category());
        for (String part : new String[] {"Tensor b", "41 MiB", "100 MiB", "60 MiB", "on the shelf", "build another"}) {
            assertTrue(e.toString().contains(part), e.toString());
        }
    }

    @Test
    void aRefusalTakesNothing() {
        MemoryBudget budget = budget(100);
        assertThrows(SeraiException.class, () -> budget.reserve(101, "a"));
        assertThrows(SeraiException.class, () -> budget.reserve(Long.MAX_VALUE, "a"));
        budget.reserve(100, "b");
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        MemoryBudget budget = budget(100);
        budget.reserve(100, "a");
        budget.release(100);
        budget.reserve(100, "b");
    }
}
