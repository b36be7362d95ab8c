package org.serai.runtime.deadletter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serai.error.SeraiException;

class MomentsTest {
    private final Moments moments =
            new Moments(Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneId.of("Europe/Lisbon")));

    @ParameterizedTest
    @CsvSource({
        "2026-02-28T08:00:00Z, 2026-02-28T08:00:00Z",
        "2026-02-28T08:00:00+01:00, 2026-02-28T07:00:00Z",
        "2026-07-01T08:00, 2026-07-01T07:00:00Z",
        "2026-07-01, 2026-06-30T23:00:00Z",
        "90s, 2026-03-01T11:58:30Z",
        "30m, 2026-03-01T11:30:00Z",
        "2h, 2026-03-01T10:00:00Z",
        "1d, 2026-02-28T12:00:00Z"
    })
    void readsTimes(String text, String instant) {
        assertEquals(Instant.parse(instant), moments.parse(text));
    }

    @Test
    void refusesOtherText() {
        for (String text : new String[] {"", "now", "2026-13-01", "12:00", "2w"}) {
            assertThrows(SeraiException.class, () -> moments.parse(text), text);
        }
    }
}
