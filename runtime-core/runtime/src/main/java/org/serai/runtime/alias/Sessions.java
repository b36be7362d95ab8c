package org.serai.runtime.alias;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The session that gets new work, and those before it that finish what they have. Guarded by the {@link Dispatcher}'s
 * lock.
 */
final class Sessions {
    private final Set<LoadedModel> retiring = new HashSet<>();
    private @Nullable LoadedModel current;

    /** The one that gets new work. */
    @Nullable
    LoadedModel current() {
        return current;
    }

    void install(LoadedModel model) {
        retireCurrent();
        current = model;
    }

    void retireCurrent() {
        if (current != null) {
            retiring.add(current);
            current = null;
        }
    }

    /** Forgets the retired ones that have nothing to do any more; the caller closes them. */
    List<LoadedModel> takeIdle() {
        List<LoadedModel> idle =
                retiring.stream().filter(model -> model.working.isEmpty()).toList();
        idle.forEach(retiring::remove);
        return idle;
    }

    /** Forgets the current one; the caller closes it. */
    void forget(LoadedModel model) {
        if (model == current) {
            current = null;
        }
    }

    /** Forgets the sessions that go away. */
    List<LoadedModel> lose(Predicate<LoadedModel> gone) {
        List<LoadedModel> lost = all().filter(gone).toList();
        retiring.removeAll(lost);
        if (current != null && lost.contains(current)) {
            current = null;
        }
        lost.forEach(model -> model.lost = true);
        return lost;
    }

    /** Forgets all. */
    List<LoadedModel> takeAll() {
        List<LoadedModel> all = all().toList();
        current = null;
        retiring.clear();
        return all;
    }

    /** Requests that any of them works on. */
    int running() {
        return all().mapToInt(model -> model.working.size()).sum();
    }

    boolean isEmpty() {
        return all().findAny().isEmpty();
    }

    private Stream<LoadedModel> all() {
        return Stream.concat(Optional.ofNullable(current).stream(), retiring.stream());
    }
}
