package org.serai.runtime.alias;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasInfo;
import org.serai.engine.Capability;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationResult;
import org.serai.engine.OutputFormat;
import org.serai.engine.Priority;
import org.serai.engine.Residency;
import org.serai.engine.SessionInfo;
import org.serai.engine.Source;
import org.serai.error.SeraiException;
import org.serai.runtime.schema.JsonSchema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries other aliases beside the one that was asked. A canary does a share of the work; work of the same source always goes
 * the same way. A shadow gets a copy of a sample after the answer is there, at batch priority, so that nobody waits for it; its
 * answers go nowhere and are compared. Thread-safe.
 */
final class Trials implements AliasContext.Evidence {
    private static final Logger LOG = LoggerFactory.getLogger(Trials.class);
    private static final Duration SHADOW_TIME = Duration.ofMinutes(10);

    private final BiFunction<String, Residency, Optional<Alias>> finder;
    private final Function<AliasSettings.Load, String> digests;
    private final Timekeeper time;
    private final DoubleSupplier random;
    private final Map<Pair, Tally> tallies = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> canaries = new ConcurrentHashMap<>();

    /** An alias and the digest of a model that was compared with it. */
    private record Pair(String alias, String digest) {}

    /**
     * @param finder finds who does the work of an alias under a residency; empty where nobody may
     * @param digests finds the digest of what would be loaded
     * @param random gives numbers from 0 (inclusive) to 1 (exclusive)
     */
    Trials(
            BiFunction<String, Residency, Optional<Alias>> finder,
            Function<AliasSettings.Load, String> digests,
            Timekeeper time,
            DoubleSupplier random) {
        this.finder = finder;
        this.digests = digests;
        this.time = time;
        this.random = random;
    }

    /** Who does the work on a request: the alias itself, or its canary where that is ready, can do it, and it is its turn. */
    Alias worker(Alias asked, GenerateRequest request) {
        AliasSettings.Trials trials = settings(asked);
        if (trials.canary().isEmpty() || draw(request.source(), "canary") >= trials.canaryShare()) {
            return asked;
        }
        Optional<Alias> canary = finder.apply(trials.canary().get(), request.residency())
                .filter(other -> other != asked
                        && other.info().state() == AliasInfo.State.READY
                        && isCapable(other, request)
                        && !other.snapshot().full());
        canary.ifPresent(other ->
                canaries.computeIfAbsent(asked.name(), key -> new LongAdder()).increment());
        return canary.orElse(asked);
    }

    private static boolean isCapable(Alias alias, GenerateRequest request) {
        return alias.info()
                .session()
                .filter(session -> session.capabilities().containsAll(Capability.neededBy(request)))
                .isPresent();
    }

    /** Lets the shadow of an alias answer a request too, where it is its turn, once the answer is there. */
    void watch(Alias asked, GenerateRequest request, Generation generation) {
        AliasSettings.Trials trials = settings(asked);
        if (trials.shadow().isPresent() && draw(request.source(), "shadow") < trials.sample()) {
            var unused = generation.result().thenAccept(first -> {
                if (isWhole(first) && !first.replayed()) {
                    shadow(asked, trials.shadow().get(), request, first);
                }
            });
        }
    }

    private static AliasSettings.Trials settings(Alias alias) {
        AliasSettings settings = alias.settings();
        return settings == null ? AliasSettings.Trials.NONE : settings.trials();
    }

    /** A number from 0 to 1: the same for the same source. */
    private double draw(@Nullable Source source, String purpose) {
        if (source == null) {
            return random.getAsDouble();
        }
        int hash = (source.id() + '\n' + source.contentDigest() + '\n' + purpose).hashCode();
        long mixed = (hash ^ 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return (mixed >>> 11) * 0x1.0p-53;
    }

    private static boolean isWhole(GenerationResult result) {
        return result.finishReason() == FinishReason.STOP || result.finishReason() == FinishReason.LENGTH;
    }

    private void shadow(Alias asked, String name, GenerateRequest request, GenerationResult first) {
        Alias other = finder.apply(name, request.residency()).orElse(null);
        if (other == null || other == asked) {
            LOG.debug("Alias {} has no shadow {} for this request", asked.name(), name);
            return;
        }
        GenerateRequest copy = asked.complete(request).toBuilder()
                .source(null)
                .priority(Priority.BATCH)
                .deadline(time.now().plus(SHADOW_TIME))
                .build();
        try {
            var unused = other.shadow(copy).result().whenComplete((second, problem) -> {
                if (problem != null) {
                    failed(asked, other, problem);
                } else if (isWhole(second)) {
                    tally(asked, name, second.session()).add(first, second, schema(request));
                }
            });
        } catch (SeraiException e) {
            failed(asked, other, e);
        }
    }

    /** A shadow that has no time or no engine now says nothing about its answers; any other failure counts. */
    private void failed(Alias asked, Alias other, Throwable failure) {
        Throwable problem = EngineFailures.cause(failure);
        LOG.debug("Alias {} has no answer in the shadow of {}", other.name(), asked.name(), problem);
        if (!(problem instanceof SeraiException known)
                || !known.code().category().retryable()) {
            other.info().session().ifPresent(session -> tally(asked, other.name(), session)
                    .fail());
        }
    }

    private Tally tally(Alias asked, String name, SessionInfo second) {
        return tallies.computeIfAbsent(new Pair(asked.name(), second.digest()), key -> new Tally(name, second));
    }

    private static @Nullable JsonSchema schema(GenerateRequest request) {
        return request.format() instanceof OutputFormat.JsonSchema format
                ? JsonSchema.of(format.name(), format.schema())
                : null;
    }

    /** What came of the shadows of an alias, by model. */
    List<Comparison> comparisons(String alias) {
        return tallies.entrySet().stream()
                .filter(entry -> entry.getKey().alias().equals(alias))
                .map(entry -> entry.getValue().sum())
                .sorted((one, other) -> one.model().compareTo(other.model()))
                .toList();
    }

    /** How many requests to an alias its canary did. */
    long canaryRequests(String alias) {
        LongAdder count = canaries.get(alias);
        return count == null ? 0 : count.sum();
    }

    @Override
    public void require(String alias, AliasSettings settings) {
        AliasSettings.Exchange exchange = settings.exchange();
        if (!exchange.requireShadow()) {
            return;
        }
        String model = settings.load().model();
        String digest = digests.apply(settings.load());
        Comparison found = comparisons(alias).stream()
                .filter(comparison -> comparison.digest().equals(digest))
                .findFirst()
                .orElse(null);
        long all = found == null ? 0 : found.compared() + found.failed();
        if (found == null || all < exchange.shadowSamples() || found.agreement() < exchange.shadowAgreement()) {
            throw new SeraiException(
                    SwapErrors.SHADOW_MISSING,
                    String.format(
                            Locale.ROOT,
                            "Model '%s' was compared %d times in the shadow of alias '%s' and agreed in %.1f %%, and at"
                                    + " least %d times and %.1f %% are required; let an alias with this model run as"
                                    + " shadow=… for longer, or change shadowSamples or shadowAgreement",
                            model,
                            all,
                            alias,
                            found == null ? 0 : 100 * found.agreement(),
                            exchange.shadowSamples(),
                            100 * exchange.shadowAgreement()));
        }
    }
}
