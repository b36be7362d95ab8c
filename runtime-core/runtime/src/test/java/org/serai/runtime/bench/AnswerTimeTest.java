package org.serai.runtime.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AnswerTimeTest {
    private static final long SECOND = 1_000_000_000;

    private static AnswerTime answer(long first, long last, int tokens) {
        return new AnswerTime(first * SECOND, last * SECOND, tokens);
    }

    @Test
    void countsWhileAllAreMade() {
        assertEquals(OptionalDouble.of(30), AnswerTime.commonRate(List.of(answer(1, 4, 31), answer(2, 6, 81))));
    }

    @Test
    void knowsNoRateOfThoseThatNeverMet() {
        assertEquals(OptionalDouble.empty(), AnswerTime.commonRate(List.of(answer(1, 2, 5), answer(2, 3, 5))));
        assertEquals(OptionalDouble.empty(), AnswerTime.commonRate(List.of(answer(1, 1, 1), answer(1, 1, 1))));
        assertEquals(OptionalDouble.empty(), AnswerTime.commonRate(List.of()));
    }
}
