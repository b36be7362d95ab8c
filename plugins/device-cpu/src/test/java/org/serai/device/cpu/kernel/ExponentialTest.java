package org.serai.device.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExponentialTest {
    @Test
    void isWithinTheStatedError() {
        for (float x = -87.336f; x <= 0; x += 0.0037f) {
            assertEquals(Math.exp(x), Exponential.ofNegative(x), Math.exp(x) * 0x1p-22, "e^" + x);
        }
    }

    @Test
    void endsBetweenTheSmallestNormalNumberAndZero() {
        for (float x = -87.8f; x < -87.3f; x += 0x1p-16f) {
            float power = Exponential.ofNegative(x);
            assertTrue(power >= 0 && power <= Math.exp(x) * (1 + 0x1p-22), "e^" + x + " = " + power);
            assertTrue(power > 0 || x < -87.68f, "e^" + x);
            assertTrue(power == 0 || x > -87.69f, "e^" + x);
        }
    }

    @Test
    void knowsItsEnds() {
        assertEquals(1, Exponential.ofNegative(0f));
        assertEquals(1, Exponential.ofNegative(-0f));
        assertEquals(1, Exponential.ofNegative(-Float.MIN_VALUE));
        assertEquals(0, Exponential.ofNegative(-88.1f));
        assertEquals(0, Exponential.ofNegative(-1e30f));
        assertEquals(0, Exponential.ofNegative(Float.NEGATIVE_INFINITY));
        assertTrue(Float.isNaN(Exponential.ofNegative(Float.NaN)));
    }
}
