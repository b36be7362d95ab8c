package org.serai.engine.decoder.sampling;

/** The memory that all samplers of a session share, because they take turns. Not thread-safe. */
public final class SamplingWorkspace {
    private final int vocabulary;
    private final Candidates candidates;
    private final Penalties penalties;

    public SamplingWorkspace(int vocabulary) {
        this.vocabulary = vocabulary;
        this.candidates = new Candidates(vocabulary);
        this.penalties = new Penalties(vocabulary);
    }

    int vocabulary() {
        return vocabulary;
    }

    Candidates candidates() {
        return candidates;
    }

    Penalties penalties() {
        return penalties;
    }
}
