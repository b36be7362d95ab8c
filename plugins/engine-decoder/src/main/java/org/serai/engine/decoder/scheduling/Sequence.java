package org.serai.engine.decoder.scheduling;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.serai.engine.Priority;

/**
 * Tokens that go through the model in order, and what becomes of the logits. Used by the scheduler's thread alone once
 * it has been submitted.
 */
abstract sealed class Sequence permits GenerationTask, ScoringTask {
    /** Who is served first: by priority, then by arrival. */
    static final Comparator<Sequence> ORDER =
            Comparator.comparing((Sequence s) -> s.priority).thenComparingLong(s -> s.arrival);

    private final Priority priority;
    private final int mostTokens;
    private long arrival;
    private boolean begun;
    private int fed;
    private int cached;
    private int passRows;
    private @Nullable PageTable pages;
    private final Acceptance acceptance = new Acceptance();

    /** @param mostTokens the most tokens that will have to be in the cache */
    Sequence(Priority priority, int mostTokens) {
        this.priority = priority;
        this.mostTokens = mostTokens;
    }

    /** All tokens so far; those that are not fed yet wait at its end. */
    abstract int[] tokens();

    /** How many of {@link #tokens()} count. */
    abstract int length();

    /** True where many tokens wait, which go through in chunks; false where one does, the latest choice. */
    abstract boolean inPrefill();

    /** True where the logits of the token at a position are needed. */
    abstract boolean wantsLogits(int position);

    /** True where the logits of many positions are needed, so that a pass of many rows pays for them too. */
    abstract boolean wantsManyLogits();

    /** The tokens at the beginning whose keys and values others may have computed, and may make use of. */
    abstract int promptLength();

    /** How many tokens in a row can be guessed, at most so many. */
    abstract int guesses(int most);

    /** Puts guesses behind the tokens that count, for the model to verify. */
    abstract void guess(int count);

    /**
     * Takes the logits of a token that was fed.
     *
     * @param logits may be changed
     */
    abstract void accept(int position, float[] logits);

    /** Looks for a reason outside the model to end, such as a cancellation or a deadline. */
    abstract void checkInterruption();

    /** Looks for such a reason, and says whether the sequence has ended. */
    boolean endsNow() {
        checkInterruption();
        return ended();
    }

    /** The scheduler begins to work on the sequence. */
    abstract void begin();

    /** True once nothing more is to be done. */
    abstract boolean ended();

    /** Ends the sequence because the session closes. */
    abstract void cancelled();

    /** Ends the sequence because the computation failed. */
    abstract void failed(Throwable cause);

    /** Tells the outcome; called once, after the slot has been given back. */
    abstract void publish();

    void beginOnce() {
        if (!begun) {
            begun = true;
            begin();
        }
    }

    void arrived(long number) {
        arrival = number;
    }

    /** How many tokens are in the cache. */
    int fed() {
        return fed;
    }

    void advance(int tokens) {
        fed += tokens;
    }

    /** Begins behind tokens that are in the cache already. */
    void beginBehind(int tokens) {
        cached = tokens;
        fed = tokens;
    }

    /** How many tokens were in the cache when it began. */
    int cached() {
        return cached;
    }

    /** How often guesses about it were right. */
    Acceptance acceptance() {
        return acceptance;
    }

    /** True once it has a page table. */
    boolean opened() {
        return pages != null;
    }

    /** Gives it its page table. */
    PageTable open(PagePool pool) {
        pages = new PageTable(pool, mostTokens);
        return pages;
    }

    /** The pages, with room for a number of tokens. */
    int[] pagesFor(int tokens) {
        PageTable table = Objects.requireNonNull(pages);
        table.reserve(tokens);
        return table.pages();
    }

    /** Lets others share the pages of the prompt, all of which has gone through the model. */
    void offerPrompt() {
        Objects.requireNonNull(pages).offer(tokens(), promptLength());
    }

    void releasePages() {
        if (pages != null) {
            pages.release();
        }
    }

    /** How many of its rows are in the pass that is being made. */
    int passRows() {
        return passRows;
    }

    void takesPart(int rows) {
        passRows = rows;
    }

    /** Tokens that wait, less those that are in the pass that is being made. */
    int left() {
        return length() - fed - passRows;
    }
}
