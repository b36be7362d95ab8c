package org.serai.chat.template.value;

import org.serai.chat.template.value.TemplateFailure.Kind;

/** Counts what one rendering uses against its {@link Limits}. */
public final class Budget {
    private static final int CHARACTERS_PER_STEP = 64;
    private static final int COMPARISONS_PER_STEP = 256;

    private final Limits limits;
    private long steps;
    private long characters;
    private int depth;

    public Budget(Limits limits) {
        this.limits = limits;
    }

    public void step() {
        steps(1);
    }

    public void steps(long count) {
        steps += count;
        if (steps > limits.steps()) {
            throw limit(limits.steps() + " steps");
        }
    }

    /** Pays for reading strings, such as a search through them. */
    public void scan(long length) {
        steps(1 + length / CHARACTERS_PER_STEP);
    }

    /** Pays for looking for one string in another, which takes a comparison at every place in the worst case. */
    public void search(long length, long wanted) {
        steps(1 + length / CHARACTERS_PER_STEP + length * Math.min(length, wanted) / COMPARISONS_PER_STEP);
    }

    /** Pays for making a string, before it is made. */
    public void characters(long count) {
        characters += count;
        if (characters > limits.characters() || characters < 0) {
            throw limit(limits.characters() + " characters of text");
        }
    }

    /** Pays for a string that was made. */
    public String made(String text) {
        characters(text.length());
        return text;
    }

    public void enter() {
        depth++;
        if (depth > limits.depth()) {
            throw limit(limits.depth() + " nested calls and expressions");
        }
    }

    public void leave() {
        depth--;
    }

    private static TemplateFailure limit(String what) {
        return new TemplateFailure(Kind.LIMIT, "it needs more than " + what);
    }
}
