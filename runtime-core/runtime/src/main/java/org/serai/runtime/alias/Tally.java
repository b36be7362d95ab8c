package org.serai.runtime.alias;

import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerationResult;
import org.serai.engine.SessionInfo;
import org.serai.runtime.schema.JsonSchema;

/** Adds up what comes of pairs of answers, for one second model. Thread-safe. */
final class Tally {
    private final String shadow;
    private final SessionInfo session;
    private long compared;
    private long agreed;
    private long failed;
    private long schemas;
    private long passed;
    private long shadowPassed;
    private double seconds;
    private double shadowSeconds;

    /** @param session the second model */
    Tally(String shadow, SessionInfo session) {
        this.shadow = shadow;
        this.session = session;
    }

    /** @param schema what both answers should fit; null where the request had none */
    synchronized void add(GenerationResult first, GenerationResult second, @Nullable JsonSchema schema) {
        compared++;
        agreed += Agreement.between(first.text(), second.text()) ? 1 : 0;
        seconds += seconds(first);
        shadowSeconds += seconds(second);
        if (schema != null) {
            schemas++;
            passed += schema.problems(first.text()).isEmpty() ? 1 : 0;
            shadowPassed += schema.problems(second.text()).isEmpty() ? 1 : 0;
        }
    }

    synchronized void fail() {
        failed++;
    }

    private static double seconds(GenerationResult result) {
        return ServiceMeter.seconds(
                result.timings().prefill().plus(result.timings().decode()));
    }

    synchronized Comparison sum() {
        return new Comparison(
                shadow,
                session.model(),
                session.digest(),
                compared,
                agreed,
                failed,
                schemas,
                passed,
                shadowPassed,
                compared == 0 ? 0 : seconds / compared,
                compared == 0 ? 0 : shadowSeconds / compared);
    }
}
