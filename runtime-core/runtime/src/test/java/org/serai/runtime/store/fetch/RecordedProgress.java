package org.serai.runtime.store.fetch;

import java.util.ArrayList;
import java.util.List;

/** Remembers what was told. */
public final class RecordedProgress implements Progress {
    private final List<String> notes = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();
    private long furthest;

    @Override
    public void begin(String what, long done, long total) {
        begun.add(what + " " + done + "/" + total);
    }

    @Override
    public void advanceTo(long done) {
        furthest = Math.max(furthest, done);
    }

    @Override
    public void end() {}

    @Override
    public void note(String line) {
        notes.add(line);
    }

    /** What the user should know. */
    public List<String> notes() {
        return notes;
    }

    /** Each piece of work that began, with its first and last byte. */
    List<String> begun() {
        return begun;
    }

    /** The most bytes that were done. */
    long furthest() {
        return furthest;
    }
}
