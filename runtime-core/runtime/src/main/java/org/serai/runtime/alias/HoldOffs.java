package org.serai.runtime.alias;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps engines that fail again and again away from an alias, for longer after each time. An engine counts per device; one
 * that says that it is not there is held off at once, any other after {@link #PATIENCE} failures without a success between.
 * However often one and the same document fails, it counts once: it may be the document.
 * Thread-safe.
 */
final class HoldOffs {
    static final int PATIENCE = 3;
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(5);

    private final Timekeeper time;
    private final Map<Place, Standing> standings = new ConcurrentHashMap<>();

    /** An engine on a device; any device where the device is empty. */
    private record Place(String engine, String device) {}

    /**
     * How an engine stands.
     *
     * @param failures since its last success
     * @param culprits what failed since then, as far as that has to be known
     * @param holds how often it was held off since then
     * @param until when it may be tried again; null where it is not held off
     */
    private record Standing(
            int failures,
            Set<Object> culprits,
            int holds,
            @Nullable Instant until,
            String reason) {}

    HoldOffs(Timekeeper time) {
        this.time = time;
    }

    /** A request succeeded. */
    void worked(String engine, String device) {
        if (!standings.isEmpty()) {
            standings.remove(new Place(engine, device));
            standings.remove(new Place(engine, ""));
        }
    }

    /** An engine came anew: what was before counts no more. */
    void forget(String engine) {
        standings.keySet().removeIf(place -> place.engine().equals(engine));
    }

    /** A device came anew: what was before counts no more. */
    void forgetDevice(String device) {
        standings.keySet().removeIf(place -> place.device().equals(device));
    }

    /**
     * Something failed that belongs to no document.
     *
     * @param device empty where it is not known
     * @param absent true where the engine says that it is not there
     * @return until when the engine is held off from now on; empty where it may go on
     */
    Optional<Instant> failed(String engine, String device, boolean absent, String reason) {
        return failed(engine, device, absent, new Object(), reason);
    }

    /**
     * Something failed.
     *
     * @param device empty where it is not known
     * @param absent true where the engine says that it is not there
     * @param culprit equal for all attempts at one document
     * @return until when the engine is held off from now on; empty where it may go on
     */
    Optional<Instant> failed(String engine, String device, boolean absent, Object culprit, String reason) {
        Standing standing = standings.compute(new Place(engine, device), (place, before) -> {
            int failures = before == null ? 1 : before.failures() + 1;
            int holds = before == null ? 0 : before.holds();
            Set<Object> culprits = new HashSet<>(before == null ? Set.of() : before.culprits());
            boolean enough = culprits.size() >= PATIENCE;
            if (!enough) {
                culprits.add(culprit);
                enough = culprits.size() >= PATIENCE;
            }
            return absent || enough
                    ? new Standing(failures, culprits, holds + 1, time.now().plus(pause(holds)), reason)
                    : new Standing(failures, culprits, holds, null, reason);
        });
        return Optional.ofNullable(standing.until());
    }

    /** The pause after a number of earlier ones. */
    static Duration pause(int holds) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(holds, 16));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /** Why an engine must not be used on a device now; empty where it may be. */
    Optional<String> objection(String engine, String device) {
        Instant now = time.now();
        return List.of(new Place(engine, device), new Place(engine, "")).stream()
                .flatMap(place -> Optional.ofNullable(standings.get(place)).stream()
                        .flatMap(standing -> describe(place, standing, now).stream()))
                .findFirst()
                .map(HeldEngine::toString);
    }

    /** The devices on which an engine must not be used now. */
    Set<String> devices(String engine) {
        return held().stream()
                .filter(one -> one.engine().equals(engine) && !one.device().isEmpty())
                .map(HeldEngine::device)
                .collect(Collectors.toSet());
    }

    /** All that are held off now. */
    List<HeldEngine> held() {
        Instant now = time.now();
        return standings.entrySet().stream()
                .flatMap(entry -> describe(entry.getKey(), entry.getValue(), now).stream())
                .sorted()
                .toList();
    }

    private static Optional<HeldEngine> describe(Place place, Standing standing, Instant now) {
        Instant until = standing.until();
        return until == null || !until.isAfter(now)
                ? Optional.empty()
                : Optional.of(new HeldEngine(
                        place.engine(),
                        place.device(),
                        standing.failures(),
                        Duration.between(now, until),
                        standing.reason()));
    }
}
