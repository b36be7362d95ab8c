package org.serai.engine.decoder.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ExponentialTest {
    @Test
    void agreesWithTheExactFunction() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 1_000_000; i++) {
            double x = -700 * Math.pow(random.nextDouble(), 4);
            double exact = StrictMath.exp(x);
            assertEquals(exact, Exponential.of(x), 1e-8 * exact, "x = " + x);
        }
    }

    @Test
    void knowsTheEnds() {
        assertEquals(1, Exponential.of(0));
        assertEquals(1, Exponential.of(-0.0));
        assertEquals(0, Exponential.of(-1e6));
        assertEquals(0, Exponential.of(Double.NEGATIVE_INFINITY));
        assertEquals(Double.NaN, Exponential.of(Double.NaN));
    }
}
