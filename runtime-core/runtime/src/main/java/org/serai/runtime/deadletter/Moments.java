package org.serai.runtime.deadletter;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serai.error.SeraiException;

/** Reads times as people write them: ISO 8601 with or without a zone, a date alone, or how long ago. */
final class Moments {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    private final Clock clock;

    Moments(Clock clock) {
        this.clock = clock;
    }

    /** @throws SeraiException where the text is no time */
    Instant parse(String text) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return clock.instant().minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
        }
        try {
            return instant(DateTimeFormatter.ISO_DATE_TIME.parseBest(text, Instant::from, LocalDateTime::from));
        } catch (DateTimeException e) {
            return startOfDay(text);
        }
    }

    private Instant instant(TemporalAccessor parsed) {
        return parsed instanceof Instant instant
                ? instant
                : LocalDateTime.from(parsed).atZone(zone()).toInstant();
    }

    private Instant startOfDay(String text) {
        try {
            return LocalDate.parse(text).atStartOfDay(zone()).toInstant();
        } catch (DateTimeException e) {
            throw new SeraiException(
                    DeadLetterCommandErrors.NO_TIME,
                    "'" + text + "' is no time. Write 2026-03-01T08:00:00Z, 2026-03-01T08:00 (here), 2026-03-01, or how"
                            + " long ago: 30m, 2h, 1d.",
                    e);
        }
    }

    private ZoneId zone() {
        return clock.getZone();
    }

    private static Duration duration(long number, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
