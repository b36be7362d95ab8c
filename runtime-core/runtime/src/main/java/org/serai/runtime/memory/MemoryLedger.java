package org.serai.runtime.memory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.serai.device.MemoryKind;
import org.serai.engine.MemoryNeed;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows what every loaded model takes of the heap, of native memory and of the memory of devices, and refuses a model that
 * does not fit before anything of it is loaded. Where it would fit without those that have nothing to do, the ones that were
 * not used for longest are unloaded first; never more than are needed, never one that works or is pinned, and none that was
 * used just now, so that two models which do not fit together cannot chase each other. Thread-safe.
 */
@Component(service = MemoryLedger.class, configurationPid = MemorySettings.PID)
public final class MemoryLedger {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryLedger.class);

    private final InstantSource time;
    private volatile MemorySettings settings;
    private volatile @Nullable SeraiException problem;

    /** Held while room is made, so that of two who need it one gets all of it. */
    private final ReentrantLock admission = new ReentrantLock(true);

    private final Set<Reservation> reservations = new LinkedHashSet<>();

    @Activate
    public MemoryLedger(Map<String, ?> configuration) {
        this(MemorySettings.parse(configuration), InstantSource.system());
    }

    MemoryLedger(MemorySettings settings, InstantSource time) {
        this.settings = settings;
        this.time = time;
    }

    /** Budgets that changed hold from the next load on; a configuration that is wrong changes nothing, and is shown. */
    @Modified
    void configure(Map<String, ?> configuration) {
        try {
            settings = MemorySettings.parse(configuration);
            problem = null;
        } catch (SeraiException e) {
            LOG.warn("The budgets of memory stay as they were: {}", e.getMessage());
            problem = e;
        }
    }

    /** Why the newest configuration does not hold; null where it does. */
    @Nullable
    SeraiException problem() {
        return problem;
    }

    /** A ledger by a configuration, with a clock of its own. */
    public static MemoryLedger of(Map<String, ?> configuration, InstantSource time) {
        return new MemoryLedger(MemorySettings.parse(configuration), time);
    }

    /**
     * Sets memory aside. Blocks while others are unloaded for it.
     *
     * @param owner who needs it, for messages
     * @param residents who could be unloaded for it
     * @throws SeraiException of category RESOURCE with the numbers, where it does not fit
     */
    public Reservation reserve(
            String owner, MemoryNeed need, Supplier<? extends Collection<? extends Resident>> residents) {
        admission.lock();
        try {
            for (MemoryKind kind : MemoryKind.values()) {
                long missing = missing(need, kind);
                if (missing > 0) {
                    makeRoom(owner, kind, missing, residents.get());
                }
                if (missing(need, kind) > 0) {
                    throw refusal(owner, need, kind);
                }
            }
            Reservation reservation = new Reservation(this, owner, need);
            synchronized (reservations) {
                reservations.add(reservation);
            }
            return reservation;
        } finally {
            admission.unlock();
        }
    }

    /** Notes memory that nobody could foresee; it is never refused. */
    public Reservation note(String owner, MemoryNeed need) {
        Reservation reservation = new Reservation(this, owner, need);
        synchronized (reservations) {
            reservations.add(reservation);
        }
        return reservation;
    }

    void release(Reservation reservation) {
        synchronized (reservations) {
            reservations.remove(reservation);
        }
    }

    /** All that is set aside, in the order in which it was. */
    public List<Reservation> reservations() {
        synchronized (reservations) {
            return List.copyOf(reservations);
        }
    }

    /** What is taken of a kind, in bytes. */
    public long taken(MemoryKind kind) {
        return reservations().stream()
                .mapToLong(reservation -> reservation.bytes(kind))
                .sum();
    }

    /** What may be taken of a kind, in bytes; empty for no limit. */
    public OptionalLong budget(MemoryKind kind) {
        Long budget = settings.budgets().get(kind);
        return budget == null ? OptionalLong.empty() : OptionalLong.of(budget);
    }

    private long missing(MemoryNeed need, MemoryKind kind) {
        OptionalLong budget = budget(kind);
        return budget.isEmpty() || need.bytes(kind) == 0 ? 0 : need.bytes(kind) + taken(kind) - budget.getAsLong();
    }

    private void makeRoom(String owner, MemoryKind kind, long missing, Collection<? extends Resident> residents) {
        Instant latest = time.instant().minus(settings.evictAfterIdle());
        List<Resident> leaving = new ArrayList<>();
        long freed = 0;
        for (Resident resident : residents.stream()
                .filter(resident -> !resident.name().equals(owner) && resident.isEvictable())
                .filter(resident -> !resident.lastUse().isAfter(latest))
                .sorted(Comparator.comparing(Resident::lastUse))
                .toList()) {
            long bytes = heldBy(resident.name(), kind);
            if (freed < missing && bytes > 0) {
                leaving.add(resident);
                freed += bytes;
            }
        }
        if (freed >= missing) {
            leaving.forEach(resident -> {
                if (resident.evict(owner)) {
                    LOG.info("Alias {} was unloaded to make room for alias {}", resident.name(), owner);
                }
            });
        }
    }

    private long heldBy(String owner, MemoryKind kind) {
        return reservations().stream()
                .filter(reservation -> reservation.owner().equals(owner))
                .mapToLong(reservation -> reservation.bytes(kind))
                .sum();
    }

    private SeraiException refusal(String owner, MemoryNeed need, MemoryKind kind) {
        long budget = budget(kind).orElseThrow();
        return new SeraiException(
                MemoryErrors.NO_ROOM,
                "The model of alias '" + owner + "' takes " + Sizes.mebibytes(need.bytes(kind)) + " of "
                        + Sizes.name(kind) + " on device '" + need.device() + "' (" + Sizes.describe(need)
                        + "), and of " + Sizes.mebibytes(budget) + " "
                        + Sizes.mebibytes(Math.max(0, budget - taken(kind))) + " are free: " + holders(kind)
                        + ". Ask for less context or fewer slots, use a smaller model, raise the budget in etc/"
                        + MemorySettings.PID + ".cfg, or exchange it with --drain-first");
    }

    private String holders(MemoryKind kind) {
        List<String> holders = reservations().stream()
                .filter(reservation -> reservation.bytes(kind) > 0)
                .map(reservation ->
                        "alias '" + reservation.owner() + "' holds " + Sizes.mebibytes(reservation.bytes(kind)))
                .toList();
        return holders.isEmpty() ? "nobody holds any" : String.join(", ", holders);
    }
}
