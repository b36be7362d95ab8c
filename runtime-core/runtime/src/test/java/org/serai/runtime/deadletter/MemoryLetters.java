package org.serai.runtime.deadletter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.serai.delivery.DeadLetter;
import org.serai.delivery.DeadLetters;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** Letters in memory, whose replays succeed or fail. */
final class MemoryLetters implements DeadLetters {
    final List<String> replayed = new ArrayList<>();
    boolean failing;
    boolean unreadable;

    private final String place;
    private final Map<String, DeadLetter> letters = new LinkedHashMap<>();

    MemoryLetters(String place) {
        this.place = place;
    }

    void put(DeadLetter letter) {
        letters.put(letter.id(), letter);
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public void read(Filter filter, Predicate<DeadLetter> reader) {
        if (unreadable) {
            throw new SeraiException(new ErrorCode(9902, ErrorCategory.UNAVAILABLE), place + " cannot be read.");
        }
        for (DeadLetter letter : List.copyOf(letters.values())) {
            if (filter.matches(letter) && !reader.test(letter)) {
                return;
            }
        }
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return Optional.ofNullable(letters.get(id));
    }

    @Override
    public void replay(String id, @Nullable String alias) {
        if (failing) {
            throw new SeraiException(new ErrorCode(9902, ErrorCategory.TIMEOUT), "still slow");
        }
        letters.remove(id);
        replayed.add(alias == null ? id : id + " by " + alias);
    }
}
