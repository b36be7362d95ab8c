package org.serai.runtime.deadletter;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.serai.delivery.DeadLetter;
import org.serai.delivery.DeadLetters;
import org.serai.error.SeraiException;
import org.serai.settings.Nearest;

/** Where dead letters are at the moment. Thread-safe. */
@Component(service = Places.class)
public final class Places {
    private final List<DeadLetters> places = new CopyOnWriteArrayList<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindPlace(DeadLetters place) {
        places.add(place);
    }

    void unbindPlace(DeadLetters place) {
        places.remove(place);
    }

    /**
     * All places by name, or the one of this name.
     *
     * @throws SeraiException where there is none of this name
     */
    List<DeadLetters> of(@Nullable String name) {
        List<DeadLetters> found = places.stream()
                .filter(place -> name == null || place.place().equals(name))
                .sorted(Comparator.comparing(DeadLetters::place))
                .toList();
        if (name != null && found.isEmpty()) {
            List<String> known =
                    places.stream().map(DeadLetters::place).sorted().toList();
            throw new SeraiException(
                    DeadLetterCommandErrors.NO_SUCH_PLACE,
                    "No running route keeps dead letters in '" + name + "'" + Nearest.hint(name, known)
                            + (known.isEmpty() ? ". " : ". Places: " + String.join(", ", known) + ". ")
                            + "A place is there as long as its route runs.");
        }
        return found;
    }

    /** A letter and where it is. */
    record Found(DeadLetters place, DeadLetter letter) {}

    /**
     * The letter of this id.
     *
     * @param place where to look; null for everywhere
     * @throws SeraiException where there is none, or more than one
     */
    Found find(String id, @Nullable String place) {
        List<Found> found = of(place).stream()
                .flatMap(where -> where.find(id).stream().map(letter -> new Found(where, letter)))
                .toList();
        if (found.isEmpty()) {
            throw new SeraiException(
                    DeadLetterCommandErrors.NO_SUCH_LETTER,
                    "There is no dead letter " + id + (place == null ? "" : " in " + place)
                            + ", or it was replayed already. `serai dlq list` shows those that are there.");
        }
        if (found.size() > 1) {
            throw new SeraiException(
                    DeadLetterCommandErrors.AMBIGUOUS,
                    "There is more than one dead letter " + id + ": in "
                            + String.join(
                                    ", ",
                                    found.stream()
                                            .map(one -> one.place().place())
                                            .toList())
                            + ". Say which with --place.");
        }
        return found.getFirst();
    }
}
