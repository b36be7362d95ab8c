package org.serai.engine;

import java.util.List;

/** Hears of a generation's progress. */
@FunctionalInterface
public interface GenerationListener {
    /** A listener that ignores everything. */
    GenerationListener NONE = chunk -> {};

    /** Called for each piece of text as it becomes certain. */
    void onChunk(Chunk chunk);

    /**
     * A piece of the answer.
     *
     * @param text complete characters, never part of a stop string; may be empty
     * @param completionTokens tokens generated so far
     * @param scores what is reported of the tokens since the chunk before; empty where the request does not ask for it
     */
    record Chunk(String text, int completionTokens, List<TokenScores> scores) {
        public Chunk {
            scores = List.copyOf(scores);
        }

        /** A piece without scores. */
        public Chunk(String text, int completionTokens) {
            this(text, completionTokens, List.of());
        }
    }
}
