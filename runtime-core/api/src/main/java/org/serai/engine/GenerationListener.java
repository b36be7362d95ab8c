package org.serai.engine;

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
     */
    record Chunk(String text, int completionTokens) {}
}
