package org.serai.runtime.health;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasInfo;
import org.serai.runtime.alias.AliasVitals;
import org.serai.runtime.alias.HeldEngine;
import org.serai.runtime.text.Durations;

/**
 * Judges whether an alias is ready, by what it did: real work counts as much as a probe. A queue that is long and moves is
 * well; an engine that is loaded and answers nothing is not.
 */
final class Readiness {
    private final HealthSettings settings;

    Readiness(HealthSettings settings) {
        this.settings = settings;
    }

    /** @param failure how the last probe failed, where it did */
    Verdict judge(AliasVitals vitals, @Nullable ProbeFailure failure, Instant now) {
        AliasInfo info = vitals.info();
        Instant token = vitals.lastToken().orElse(Instant.MIN);
        if (info.state() == AliasInfo.State.UNLOADED) {
            return verdict(vitals, Verdict.State.READY, "it was unloaded to make room; the next request loads it");
        }
        if (info.session().isEmpty()) {
            return info.state() == AliasInfo.State.LOADING
                    ? verdict(vitals, Verdict.State.STARTING, "its model is being loaded")
                    : verdict(vitals, Verdict.State.BROKEN, "it has no model: " + info.reason());
        }
        if (failure != null && failure.at().isAfter(token)) {
            return verdict(vitals, Verdict.State.BROKEN, "it answers nothing: " + failure.reason());
        }
        if (info.running() > 0 && isOlder(vitals.lastMovement().orElse(token), settings.stalledAfter(), now)) {
            return verdict(
                    vitals,
                    Verdict.State.BROKEN,
                    info.running() + " requests are worked on and nothing has moved for more than "
                            + Durations.text(settings.stalledAfter()) + waiting(vitals));
        }
        if (vitals.lastToken().isEmpty()) {
            return verdict(vitals, Verdict.State.STARTING, "it has not produced a token yet" + waiting(vitals));
        }
        Duration age = Duration.between(token, now);
        String last = "its last token is " + Durations.text(age) + " old" + waiting(vitals);
        boolean ready = info.running() > 0 || !isOlder(token, settings.lately(), now);
        return verdict(vitals, ready ? Verdict.State.READY : Verdict.State.BROKEN, last);
    }

    private static Verdict verdict(AliasVitals vitals, Verdict.State state, String reason) {
        return new Verdict(vitals.info().name(), vitals.required(), state, reason, warning(vitals));
    }

    /** What does not keep it from working now: a change that failed, and engines that are held off. */
    private static String warning(AliasVitals vitals) {
        AliasInfo info = vitals.info();
        Stream<String> change = info.session().isPresent() && !info.reason().isEmpty()
                ? Stream.of("the last change failed: " + info.reason())
                : Stream.empty();
        return Stream.concat(change, vitals.held().stream().map(HeldEngine::toString))
                .collect(Collectors.joining("; "));
    }

    private static String waiting(AliasVitals vitals) {
        return vitals.longestWait()
                .map(wait ->
                        ", and " + vitals.info().queued() + " requests wait, the oldest for " + Durations.text(wait))
                .orElse("");
    }

    private static boolean isOlder(Instant instant, Duration limit, Instant now) {
        return instant.isBefore(now.minus(limit));
    }
}
