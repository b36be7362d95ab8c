package org.serai.connector.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.serai.delivery.Backoff;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outcomes that are not on the disk yet. Normally each is gone at once; where the disk is full or a folder cannot be
 * written to they are tried again, and the trouble is told once. Not thread-safe.
 */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    /** An outcome on its way. */
    private static final class Item {
        final Path path;
        final String id;
        final @Nullable Outcome outcome;
        final Consumer<Path> decided;

        @Nullable
        Decision decision;

        Item(Path path, String id, @Nullable Outcome outcome, Consumer<Path> decided, @Nullable Decision decision) {
            this.path = path;
            this.id = id;
            this.outcome = outcome;
            this.decided = decided;
            this.decision = decision;
        }
    }

    private final Delivery delivery;
    private final Backoff backoff;
    private final LongSupplier nanoTime;
    private final List<Item> items = new ArrayList<>();
    private int failures;
    private @Nullable SeraiException trouble;
    private long retryNanos;

    Deliveries(Delivery delivery, Backoff backoff, LongSupplier nanoTime) {
        this.delivery = delivery;
        this.backoff = backoff;
        this.nanoTime = nanoTime;
    }

    /** Takes over what an earlier run decided. */
    void resume(List<Decision> decisions) {
        decisions.forEach(decision -> items.add(new Item(decision.path(), decision.id(), null, path -> {}, decision)));
        retryNanos = nanoTime.getAsLong();
    }

    /** @param decided is told the document once a crash would not have it worked on again */
    void add(Outcome outcome, Consumer<Path> decided) {
        enqueue(new Item(outcome.path(), delivery.nextId(), outcome, decided, null));
    }

    private void enqueue(Item item) {
        items.add(item);
        if (failures == 0) {
            retryNanos = nanoTime.getAsLong();
        }
    }

    /**
     * Decides an outcome for somebody who waits for that, and delivers it with the others.
     *
     * @throws IOException where it cannot be decided; nothing of it remains then
     */
    void decide(Outcome outcome) throws IOException {
        String id = delivery.nextId();
        Decision decision;
        try {
            decision = delivery.decide(id, outcome);
        } catch (IOException e) {
            withdraw(id, outcome, e);
            throw e;
        }
        enqueue(new Item(outcome.path(), id, null, path -> {}, decision));
        run();
    }

    private void withdraw(String id, Outcome outcome, IOException reason) {
        try {
            delivery.withdraw(id, outcome);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    int size() {
        return items.size();
    }

    /** How many a stop would lose: those that the journal does not hold. */
    int undecided() {
        return (int) items.stream().filter(item -> item.decision == null).count();
    }

    boolean contains(Path path) {
        return items.stream().anyMatch(item -> item.path.equals(path));
    }

    /** Why outcomes cannot be written at the moment; null where they can. */
    @Nullable
    SeraiException trouble() {
        return trouble;
    }

    /** Delivers what can be delivered now. */
    void run() {
        if (items.isEmpty() || retryNanos - nanoTime.getAsLong() > 0) {
            return;
        }
        Iterator<Item> all = items.iterator();
        while (all.hasNext()) {
            Item item = all.next();
            try {
                deliver(item);
            } catch (IOException e) {
                tell(item, e);
                return;
            }
            all.remove();
        }
        if (failures > 0) {
            LOG.info("Outcomes can be written again.");
            failures = 0;
            trouble = null;
        }
    }

    private void deliver(Item item) throws IOException {
        Decision decision = item.decision;
        if (decision == null && item.outcome != null) {
            decision = delivery.decide(item.id, item.outcome);
            item.decision = decision;
            item.decided.accept(item.path);
        }
        if (decision != null) {
            delivery.carryOut(decision);
        }
    }

    private void tell(Item item, IOException failure) {
        failures++;
        retryNanos = nanoTime.getAsLong() + backoff.after(failures).toNanos();
        SeraiException told = new SeraiException(
                FileErrors.OUTBOX_UNUSABLE,
                "The outcome of " + item.path + " cannot be written: " + failure
                        + ". The document stays where it is and writing is tried again; make room on the disk or"
                        + " correct the permissions.",
                failure);
        trouble = told;
        if (failures == 1) {
            LOG.warn("{}", told.getMessage());
            LOG.debug("Where that happened", told);
        }
    }
}
