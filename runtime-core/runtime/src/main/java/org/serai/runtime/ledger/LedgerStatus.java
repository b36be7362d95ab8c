package org.serai.runtime.ledger;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.status.StatusSource;

/** The section {@code ledger}: what is stored where, and how often that saved an inference. */
@Component
public final class LedgerStatus implements StatusSource {
    private final ResultLedger ledger;

    @Activate
    public LedgerStatus(@Reference(name = "ledger") ResultLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String section() {
        return "ledger";
    }

    @Override
    public List<Row> rows() {
        if (!ledger.isEnabled()) {
            return List.of(new Row("results", "off", "repeated work is done again", true));
        }
        String stored = ledger.figures().map(LedgerStatus::describe).orElse("");
        return List.of(ledger.problem()
                .map(problem -> new Row("results", "failed", String.valueOf(problem.getMessage()), false))
                .orElseGet(() -> stored.isEmpty()
                        ? new Row("results", "opening", ledger.database() + " has not answered yet", true)
                        : new Row("results", "ready", stored + "; " + counted() + "; " + ledger.database(), true)));
    }

    private static String describe(EntryStore.Figures figures) {
        return figures.done() + " answers, " + size(figures.bytes()) + ", " + figures.claimed() + " claimed";
    }

    private String counted() {
        LedgerCounters counters = ledger.counters();
        long notStored = counters.notStored.sum();
        return "since the start " + counters.hits.sum() + " hits, " + counters.misses.sum() + " misses, "
                + counters.takenOver.sum() + " taken over"
                + (notStored > 0 ? ", " + notStored + " not stored" : "");
    }

    /** A size for people. */
    static String size(long bytes) {
        if (bytes < 1_000) {
            return bytes + " bytes";
        }
        return bytes < 1_000_000 ? bytes / 1_000 + " kB" : bytes / 1_000_000 + " MB";
    }
}
