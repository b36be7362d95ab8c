package org.serai.runtime.deadletter;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.serai.delivery.DeadLetter;
import org.serai.delivery.DeadLetters;
import org.serai.error.SeraiException;
import picocli.CommandLine.Option;

/** The options that say which letters are meant. */
final class Choice {
    @Option(names = "--place", paramLabel = "PLACE", description = "Letters of one place, such as kafka:orders.dlq.")
    @Nullable
    String place;

    @Option(
            names = {"--topic", "--origin"},
            paramLabel = "NAME",
            description = "Letters of work that came from this topic or inbox.")
    private @Nullable String origin;

    @Option(names = "--route", paramLabel = "ID", description = "Letters of one route.")
    private @Nullable String route;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "Letters with this code, such as SERAI-1858, or category, such as TIMEOUT.")
    private @Nullable String reason;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Letters of this time and later: 2026-03-01T08:00:00Z, 2026-03-01, or 2h for two hours ago.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Letters before this time.")
    private @Nullable String until;

    /** True where at least one of the options is given. */
    boolean isMade() {
        return place != null || origin != null || route != null || reason != null || since != null || until != null;
    }

    /**
     * Calls the reader with each letter that is meant, place by place, until it returns false. A place that cannot be read
     * does not hide the others.
     *
     * @return what was not read, by the reason
     * @throws SeraiException where a place is unknown, or a time is none
     */
    List<SeraiException> read(Places places, BiPredicate<DeadLetters, DeadLetter> reader) {
        var filter = new DeadLetters.Filter(reason, time(since), time(until));
        List<SeraiException> unreadable = new ArrayList<>();
        boolean[] enough = new boolean[1];
        for (DeadLetters where : places.of(place)) {
            try {
                where.read(filter, letter -> {
                    if (isMeant(letter) && !reader.test(where, letter)) {
                        enough[0] = true;
                    }
                    return !enough[0];
                });
            } catch (SeraiException e) {
                unreadable.add(e);
            }
            if (enough[0]) {
                break;
            }
        }
        return unreadable;
    }

    /** Fails where something was not read, with all the reasons. */
    static void requireAll(List<SeraiException> unreadable) {
        if (unreadable.isEmpty()) {
            return;
        }
        SeraiException first = unreadable.getFirst();
        if (unreadable.size() == 1) {
            throw first;
        }
        String reasons = unreadable.stream()
                .map(reason -> String.valueOf(reason.getMessage()))
                .collect(Collectors.joining("\n"));
        throw new SeraiException(first.code(), reasons, first);
    }

    private boolean isMeant(DeadLetter letter) {
        return (origin == null || origin.equals(letter.origin())) && (route == null || route.equals(letter.route()));
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : new Moments(Clock.system(ZoneId.systemDefault())).parse(text);
    }
}
