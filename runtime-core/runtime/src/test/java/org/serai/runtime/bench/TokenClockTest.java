package org.serai.runtime.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TokenClockTest {
    private static final long SECOND = 1_000_000_000;

    private static TokenClock clock(long... secondsAndTokens) {
        TokenClock clock = new TokenClock();
        for (int i = 0; i < secondsAndTokens.length; i += 2) {
            clock.heard(secondsAndTokens[i] * SECOND, (int) secondsAndTokens[i + 1]);
        }
        return clock;
    }

    /** From second 2 to 4: the first gives 20 and ends, the second gives 40. */
    @Test
    void countsWhileAllWorkTogether() {
        TokenClock first = clock(1, 1, 2, 11, 3, 21, 4, 31);
        TokenClock second = clock(2, 1, 3, 21, 4, 41, 6, 100);
        assertEquals(OptionalDouble.of(30), TokenClock.commonRate(List.of(first, second)));
    }

    @Test
    void countsWhatIsToldLate() {
        TokenClock gaps = clock(1, 1, 5, 41);
        TokenClock steady = clock(1, 1, 3, 21, 4, 31);
        assertEquals(
                OptionalDouble.of(10),
                TokenClock.commonRate(List.of(gaps, steady)),
                "what the first did until 4 is not known yet");
    }

    @Test
    void knowsNoRateOfThoseThatNeverMet() {
        assertEquals(OptionalDouble.empty(), TokenClock.commonRate(List.of(clock(1, 1, 2, 5), clock(2, 1, 3, 5))));
        assertEquals(OptionalDouble.empty(), TokenClock.commonRate(List.of(clock(), clock(2, 1, 3, 5))));
    }
}
