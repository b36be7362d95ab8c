package org.serai.runtime.alias;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.serai.engine.InferenceEngine;

/** The engines that are there at the moment. Thread-safe. */
final class Engines {
    private static final Comparator<EngineEntry> BEST_FIRST =
            Comparator.comparingInt(EngineEntry::ranking).reversed().thenComparingLong(EngineEntry::serviceId);

    private final CopyOnWriteArrayList<EngineEntry> entries = new CopyOnWriteArrayList<>();

    /**
     * Engines for an alias.
     *
     * @param present those that are there, best first
     * @param missing names that the alias wants and nobody has
     */
    record Selection(List<EngineEntry> present, List<String> missing) {}

    void add(EngineEntry entry) {
        entries.add(entry);
    }

    Optional<EngineEntry> remove(InferenceEngine engine) {
        Optional<EngineEntry> found =
                entries.stream().filter(entry -> entry.engine() == engine).findFirst();
        found.ifPresent(entries::remove);
        return found;
    }

    boolean contains(EngineEntry entry) {
        return entries.contains(entry);
    }

    List<String> names() {
        return entries.stream().map(EngineEntry::name).distinct().sorted().toList();
    }

    /** @param order names in order of preference; empty for all engines, by ranking */
    Selection select(List<String> order) {
        List<EngineEntry> best = entries.stream().sorted(BEST_FIRST).toList();
        if (order.isEmpty()) {
            return new Selection(best, List.of());
        }
        List<EngineEntry> present = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : order) {
            best.stream()
                    .filter(entry -> entry.name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(present::add, () -> missing.add(name));
        }
        return new Selection(present, missing);
    }
}
