package org.serai.runtime.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerationResult;
import org.serai.engine.Prompt;
import org.serai.engine.Timings;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;
import org.serai.runtime.alias.RequestListener;

/**
 * Counts and times requests: under the names of OpenTelemetry's conventions for generative AI where there is one, and under
 * {@code serai.} otherwise. Thread-safe.
 */
final class RequestMeters implements RequestListener {
    static final String ALIAS = "alias";
    static final String REQUEST_MODEL = "gen_ai.request.model";

    private static final String NONE = "none";

    private final MeterRegistry registry;

    RequestMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ended(Ended request) {
        String alias = request.request().model();
        String priority = request.request().priority().name().toLowerCase(Locale.ROOT);
        String error = error(request.failure());
        Counter.builder("serai.requests")
                .tags(ALIAS, alias, "priority", priority, "outcome", outcome(request), "error", error)
                .register(registry)
                .increment();
        Tags tags = tags(request);
        timer("gen_ai.server.request.duration", tags.and("error.type", error), Buckets.REQUEST, request.took());
        GenerationResult result = request.result();
        if (result != null && result.completionTokens() > 0) {
            worked(alias, priority, tags, result);
        }
    }

    private void worked(String alias, String priority, Tags tags, GenerationResult result) {
        Timings timings = result.timings();
        timer("serai.queue.wait", Tags.of(ALIAS, alias, "priority", priority), Buckets.REQUEST, timings.queued());
        timer(
                "gen_ai.server.time_to_first_token",
                tags,
                Buckets.FIRST_TOKEN,
                timings.queued().plus(timings.prefill()));
        if (result.completionTokens() > 1) {
            timer(
                    "gen_ai.server.time_per_output_token",
                    tags,
                    Buckets.NEXT_TOKEN,
                    timings.decode().dividedBy(result.completionTokens() - 1));
        }
        tokens(alias, tags, "input", result.promptTokens());
        tokens(alias, tags, "output", result.completionTokens());
        Counter.builder("serai.prompt.cached.tokens")
                .tags(ALIAS, alias)
                .register(registry)
                .increment(result.cachedTokens());
    }

    private void tokens(String alias, Tags tags, String type, int count) {
        if (count == GenerationResult.UNKNOWN) {
            return; // a server did not tell
        }
        DistributionSummary.builder("gen_ai.client.token.usage")
                .tags(tags.and("gen_ai.token.type", type))
                .serviceLevelObjectives(Buckets.TOKENS)
                .register(registry)
                .record(count);
        Counter.builder("serai.tokens")
                .tags(ALIAS, alias, "type", type)
                .register(registry)
                .increment(count);
    }

    private void timer(String name, Tags tags, Duration[] buckets, Duration took) {
        Timer.builder(name)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry)
                .record(took);
    }

    private static Tags tags(Ended request) {
        GenerationResult result = request.result();
        return Tags.of(
                "gen_ai.operation.name",
                request.request().prompt() instanceof Prompt.Chat ? "chat" : "text_completion",
                "gen_ai.provider.name",
                "serai",
                REQUEST_MODEL,
                request.request().model(),
                "gen_ai.response.model",
                result == null || result.session().model().isEmpty()
                        ? NONE
                        : result.session().model());
    }

    private static String outcome(Ended request) {
        GenerationResult result = request.result();
        if (result != null) {
            return result.finishReason().wireName();
        }
        return switch (request.failure()) {
            case SeraiException known when known.code().category() == ErrorCategory.OVERLOAD -> "overload";
            case SeraiException known when known.code().category() == ErrorCategory.TIMEOUT -> "expired";
            case SeraiException known when SENDERS.contains(known.code().category()) -> "refused";
            case null, default -> "failed";
        };
    }

    /** What the sender of a request did wrong. */
    private static final Set<ErrorCategory> SENDERS =
            Set.of(ErrorCategory.INVALID, ErrorCategory.TOO_LONG, ErrorCategory.UNSUPPORTED);

    private static String error(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> NONE;
            case SeraiException known -> known.code().toString();
            default -> failure.getClass().getName();
        };
    }
}
