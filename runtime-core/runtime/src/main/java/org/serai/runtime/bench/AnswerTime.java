package org.serai.runtime.bench;

import java.util.List;
import java.util.OptionalDouble;
import org.serai.engine.GenerationResult;
import org.serai.engine.Timings;

/**
 * When an answer was made, as the engine counts it: text may be told later than its tokens were there, because some make a
 * character only together.
 *
 * @param first when its first token was there, in nanoseconds, from anywhere
 * @param last when its last token was there
 * @param tokens all of them
 */
record AnswerTime(long first, long last, int tokens) {
    /** @param asked when the engine was asked, by {@link System#nanoTime} */
    static AnswerTime of(long asked, GenerationResult result) {
        Timings timings = result.timings();
        long first = asked + timings.queued().plus(timings.prefill()).toNanos();
        return new AnswerTime(
                first, first + timings.decode().toNanos(), result.ids().size());
    }

    /**
     * Tokens per second of several answers together, while all of them are made; each by itself is made evenly. Empty where
     * there is no such time.
     */
    static OptionalDouble commonRate(List<AnswerTime> answers) {
        long from = answers.stream().mapToLong(AnswerTime::first).max().orElse(0);
        long to = answers.stream().mapToLong(AnswerTime::last).min().orElse(0);
        return from < to
                ? OptionalDouble.of(
                        answers.stream().mapToDouble(AnswerTime::rate).sum())
                : OptionalDouble.empty();
    }

    /** The first token belongs to the prompt. */
    private double rate() {
        return (tokens - 1) / ((last - first) / 1e9);
    }
}
