package org.serai.connector.kafka.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace(true);

    @Test
    void beginsWithOneRecordAndGrowsWithFastOnes() {
        assertEquals(1, pace.recordsPerBatch());
        for (int i = 0; i < 30; i++) {
            pace.measured(5_000);
        }
        assertTrue(pace.recordsPerBatch() >= 400, () -> "" + pace.recordsPerBatch());
    }

    @Test
    void slowRecordsAreHandedOverOneByOneFromTheFirstOn() {
        for (int i = 0; i < 30; i++) {
            pace.measured(5_000);
        }
        pace.measured(3e9);
        assertEquals(1, pace.recordsPerBatch());
    }

    @Test
    void aHiccupIsForgottenSoon() {
        pace.measured(3e9);
        for (int i = 0; i < 15; i++) {
            pace.measured(5_000);
        }
        assertTrue(pace.recordsPerBatch() > 50, () -> "" + pace.recordsPerBatch());
    }

    @Test
    void whereACrashIsTheEndOfARecordNoneIsHandedOverBehindAnother() {
        Pace careful = new Pace(false);
        for (int i = 0; i < 30; i++) {
            careful.measured(5_000);
        }
        assertEquals(1, careful.recordsPerBatch());
    }
}
