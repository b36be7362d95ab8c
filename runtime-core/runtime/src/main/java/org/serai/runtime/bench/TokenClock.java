package org.serai.runtime.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.serai.engine.GenerationListener;

/** Remembers when a generation had how many tokens. Read when the generation has ended. */
final class TokenClock implements GenerationListener {
    /** @param at in nanoseconds, from anywhere */
    private record Moment(long at, int tokens) {}

    private final List<Moment> moments = new ArrayList<>();

    @Override
    public void onChunk(Chunk chunk) {
        heard(System.nanoTime(), chunk.completionTokens());
    }

    void heard(long at, int tokens) {
        moments.add(new Moment(at, tokens));
    }

    /**
     * Tokens per second of several generations together, from the moment when the last of them has begun to the moment when
     * the first of them has ended: before and after, fewer work at once. Empty where there is no such time.
     */
    static OptionalDouble commonRate(List<TokenClock> clocks) {
        long from = Long.MIN_VALUE;
        long to = Long.MAX_VALUE;
        for (TokenClock clock : clocks) {
            if (clock.moments.isEmpty()) {
                return OptionalDouble.empty();
            }
            from = Math.max(from, clock.moments.getFirst().at());
            to = Math.min(to, clock.moments.getLast().at());
        }
        if (from >= to) {
            return OptionalDouble.empty();
        }
        int tokens = 0;
        for (TokenClock clock : clocks) {
            tokens += clock.tokensAt(to) - clock.tokensAt(from);
        }
        return OptionalDouble.of(tokens / ((to - from) / 1e9));
    }

    private int tokensAt(long time) {
        int tokens = 0;
        for (Moment moment : moments) {
            if (moment.at() > time) {
                break;
            }
            tokens = moment.tokens();
        }
        return tokens;
    }
}
