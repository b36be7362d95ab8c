package org.serai.runtime.alias;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerationResult;

/**
 * How fast a session works, measured by the newest {@value #CAPACITY} requests of the last hour. Guarded by the
 * {@link Dispatcher}'s lock.
 */
final class ServiceMeter {
    static final int CAPACITY = 100;
    static final Duration WINDOW = Duration.ofHours(1);

    private static final double NANOS = 1e9;

    private final Deque<Sample> samples = new ArrayDeque<>();
    private int working;
    private Instant since = Instant.MIN;
    private double busySeconds;
    private double slotSeconds;

    /**
     * One request that ended.
     *
     * @param busy seconds until then in which at least one slot worked
     * @param slots seconds until then, each counted as often as slots worked in it
     */
    private record Sample(Instant end, long weight, double worked, GenerationResult result, double busy, double slots) {
        double prefillSeconds() {
            return ServiceMeter.seconds(result.timings().prefill());
        }

        double decodeSeconds() {
            return ServiceMeter.seconds(result.timings().decode());
        }

        boolean isWhole() {
            return result.finishReason() == FinishReason.STOP || result.finishReason() == FinishReason.LENGTH;
        }
    }

    /** Begins anew, for another session. */
    void reset() {
        samples.clear();
    }

    /** Takes note of how many slots work from now on. */
    void working(int count, Instant now) {
        if (working > 0) {
            double passed = seconds(Duration.between(since, now));
            busySeconds += passed;
            slotSeconds += passed * working;
        }
        working = count;
        since = now;
    }

    /** Takes note of a request that ended, after {@link #working} heard of it. */
    void ended(Weight weight, Duration took, GenerationResult result, Instant now) {
        samples.addLast(new Sample(now, weight.tokens(), seconds(took), result, busySeconds, slotSeconds));
        if (samples.size() > CAPACITY) {
            samples.removeFirst();
        }
    }

    /** Seconds that a slot works for a token of what requests weigh; empty where nothing was measured. */
    OptionalDouble secondsPerToken(Instant now) {
        forget(now);
        double weight = sum(sample -> sample.weight);
        return weight == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum(sample -> sample.worked) / weight);
    }

    /** Tokens of prompts a second, all slots together; 0 where nothing was measured. */
    double prefillRate(Instant now) {
        forget(now);
        return rate(sum(sample -> Math.max(0, sample.result.promptTokens())), sum(Sample::prefillSeconds));
    }

    /** Tokens of answers a second, all slots together; 0 where nothing was measured. */
    double decodeRate(Instant now) {
        forget(now);
        return rate(sum(sample -> Math.max(0, sample.result.completionTokens() - 1)), sum(Sample::decodeSeconds));
    }

    /**
     * The rate of one request, times the requests that were in the same phase at once: by Little's law the part of the
     * slots' time that this phase took, out of the time in which any worked.
     */
    private double rate(double tokens, double phase) {
        double working = sum(sample -> sample.worked);
        if (phase <= 0) {
            return 0;
        }
        double together = working <= 0 ? 1 : Math.max(1, concurrency() * phase / working);
        return tokens / phase * together;
    }

    /** Slots that worked at once, on average over the time in which any did. */
    private double concurrency() {
        if (samples.size() < 2) {
            return 1;
        }
        double busy = samples.getLast().busy - samples.getFirst().busy;
        return busy <= 0 ? 1 : (samples.getLast().slots - samples.getFirst().slots) / busy;
    }

    /** How long a request is worked on, from slot to end (median of those that were not cancelled). */
    Duration requestTime(Instant now) {
        forget(now);
        double[] times = samples.stream()
                .filter(Sample::isWhole)
                .mapToDouble(sample -> sample.worked)
                .sorted()
                .toArray();
        return times.length == 0 ? Duration.ZERO : Duration.ofNanos((long) (times[times.length / 2] * NANOS));
    }

    private void forget(Instant now) {
        Instant oldest = now.minus(WINDOW);
        while (!samples.isEmpty() && samples.getFirst().end.isBefore(oldest)) {
            samples.removeFirst();
        }
    }

    private double sum(ToDoubleFunction<Sample> part) {
        return samples.stream().mapToDouble(part).sum();
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
