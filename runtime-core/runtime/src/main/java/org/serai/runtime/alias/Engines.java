package org.serai.runtime.alias;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.serai.engine.InferenceEngine;
import org.serai.settings.Nearest;

/** The engines that are there at the moment. Thread-safe. */
final class Engines {
    private static final Comparator<EngineEntry> BEST_FIRST =
            Comparator.comparingInt(EngineEntry::ranking).reversed().thenComparingLong(EngineEntry::serviceId);

    private final CopyOnWriteArrayList<EngineEntry> entries = new CopyOnWriteArrayList<>();
    private final Map<String, Boolean> remote = new ConcurrentHashMap<>();

    /**
     * Engines for an alias.
     *
     * @param present those that are there, best first
     * @param missing names that the alias wants and nobody has
     */
    record Selection(List<EngineEntry> present, List<String> missing) {}

    void add(EngineEntry entry) {
        remote.put(entry.name(), entry.remote());
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

    /** Why an engine of this name cannot be used. */
    String missing(String name) {
        List<String> present = names();
        return "engine '" + name + "' is not there ("
                + (present.isEmpty() ? "none is" : "there: " + String.join(", ", present)) + ")"
                + Nearest.hint(name, present);
    }

    /** True where an order can lead to no server: each of its engines is known to compute on this machine. */
    boolean areLocal(List<String> order) {
        return order.stream().allMatch(name -> Boolean.FALSE.equals(remote.get(name)));
    }

    /** True where an order leads to nothing but servers. */
    boolean areRemote(List<String> order) {
        return !order.isEmpty() && order.stream().allMatch(name -> Boolean.TRUE.equals(remote.get(name)));
    }

    /** @param order names in order of preference; empty for all engines of this machine, by ranking */
    Selection select(List<String> order) {
        List<EngineEntry> best = entries.stream().sorted(BEST_FIRST).toList();
        if (order.isEmpty()) {
            return new Selection(best.stream().filter(entry -> !entry.remote()).toList(), List.of());
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
