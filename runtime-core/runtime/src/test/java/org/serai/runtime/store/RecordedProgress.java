package org.serai.runtime.store;

import java.util.ArrayList;
import java.util.List;

/** Remembers what was told. */
final class RecordedProgress implements Progress {
    final List<String> notes = new ArrayList<>();
    final List<String> begun = new ArrayList<>();
    long furthest;

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
}
