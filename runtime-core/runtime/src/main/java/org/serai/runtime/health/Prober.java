package org.serai.runtime.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationResult;
import org.serai.engine.Priority;
import org.serai.engine.Prompt;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;
import org.serai.runtime.alias.AliasVitals;
import org.serai.runtime.text.Durations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks aliases for a token where real work does not show whether they work: when one has been idle for a while, and when
 * its engine failed or was exchanged. At most one probe of an alias is under way; it goes through the queue like every
 * interactive request. Thread-safe.
 */
final class Prober {
    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);
    private static final Duration BETWEEN_DOUBTS = Duration.ofSeconds(5);
    private static final Prompt PROMPT = new Prompt.Text("Say yes:");

    private final HealthSettings settings;
    private final Function<GenerateRequest, Generation> aliases;
    private final InstantSource time;
    private final Map<String, Instant> begun = new ConcurrentHashMap<>();
    private final Map<String, Generation> pending = new ConcurrentHashMap<>();
    private final Map<String, ProbeFailure> failures = new ConcurrentHashMap<>();

    /** @param aliases starts a probe */
    Prober(HealthSettings settings, Function<GenerateRequest, Generation> aliases, InstantSource time) {
        this.settings = settings;
        this.aliases = aliases;
        this.time = time;
    }

    /** How the last probe of an alias failed; null where it did not, or told nothing. */
    @Nullable
    ProbeFailure failure(String alias) {
        return failures.get(alias);
    }

    /** Probes the aliases that are due. Called from one thread. */
    void probe(List<AliasVitals> all) {
        var names = all.stream().map(vitals -> vitals.info().name()).collect(Collectors.toSet());
        begun.keySet().retainAll(names);
        failures.keySet().retainAll(names);
        Instant now = time.instant();
        all.stream().filter(vitals -> isDue(vitals, now)).forEach(vitals -> begin(vitals, now));
    }

    private boolean isDue(AliasVitals vitals, Instant now) {
        String alias = vitals.info().name();
        if (vitals.info().session().isEmpty() || pending.containsKey(alias)) {
            return false;
        }
        boolean idle = vitals.info().running() == 0;
        Duration pause = vitals.doubtful() ? BETWEEN_DOUBTS : settings.probeInterval();
        Instant latest = later(begun.getOrDefault(alias, Instant.MIN), vitals.doubtful() ? null : token(vitals));
        return (idle || vitals.doubtful()) && !latest.isAfter(now.minus(pause));
    }

    private static Instant token(AliasVitals vitals) {
        return vitals.lastToken().orElse(Instant.MIN);
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other == null || one.isAfter(other) ? one : other;
    }

    private void begin(AliasVitals vitals, Instant now) {
        String alias = vitals.info().name();
        begun.put(alias, now);
        GenerateRequest request = GenerateRequest.builder(alias, PROMPT)
                .maxTokens(1)
                .priority(Priority.INTERACTIVE)
                .deadline(now.plus(settings.probeTimeout()))
                .build();
        try {
            Generation generation = aliases.apply(request);
            pending.put(alias, generation);
            var unused = generation.result().whenComplete((result, problem) -> {
                pending.remove(alias);
                judge(alias, vitals, result, problem);
            });
        } catch (RuntimeException e) {
            judge(alias, vitals, null, e);
        }
    }

    private void judge(
            String alias, AliasVitals before, @Nullable GenerationResult result, @Nullable Throwable problem) {
        String reason = null;
        if (problem != null) {
            Throwable cause = problem instanceof CompletionException e && e.getCause() != null ? e.getCause() : problem;
            reason = isAboutTheQueue(cause) ? null : String.valueOf(cause.getMessage());
        } else if (result != null
                && result.finishReason() == FinishReason.ERROR
                && before.info().running() == 0) {
            reason = "a probe had no token after " + Durations.text(settings.probeTimeout());
        }
        if (reason == null) {
            failures.remove(alias);
        } else {
            LOG.warn("Alias {} does not answer a probe: {}", alias, reason);
            failures.put(alias, new ProbeFailure(time.instant(), reason));
        }
    }

    /** What happens to a probe before an engine sees it tells nothing about the engine. */
    private static boolean isAboutTheQueue(Throwable problem) {
        return problem instanceof SeraiException known
                && (known.code().category() == ErrorCategory.OVERLOAD
                        || known.code().category() == ErrorCategory.TIMEOUT
                        || known.code().category() == ErrorCategory.CANCELLED);
    }
}
