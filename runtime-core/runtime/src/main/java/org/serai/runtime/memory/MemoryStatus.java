package org.serai.runtime.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.device.MemoryKind;
import org.serai.engine.MemoryNeed;
import org.serai.error.SeraiException;
import org.serai.status.StatusSource;

/** The section {@code memory}: what models take of each kind of memory, and what they may take. */
@Component
public final class MemoryStatus implements StatusSource {
    private final MemoryLedger ledger;

    @Activate
    public MemoryStatus(@Reference(name = "ledger") MemoryLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String section() {
        return "memory";
    }

    @Override
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (MemoryKind kind : MemoryKind.values()) {
            long taken = ledger.taken(kind);
            OptionalLong budget = ledger.budget(kind);
            if (taken == 0 && budget.isEmpty()) {
                continue;
            }
            boolean over = budget.isPresent() && taken > budget.getAsLong();
            rows.add(new Row(
                    kind.name().toLowerCase(Locale.ROOT),
                    over ? "over" : taken == 0 ? "free" : "taken",
                    Sizes.mebibytes(taken)
                            + (budget.isPresent() ? " of " + Sizes.mebibytes(budget.getAsLong()) : ", no limit"),
                    !over));
        }
        SeraiException problem = ledger.problem();
        if (problem != null) {
            rows.add(new Row("configuration", "wrong", String.valueOf(problem.getMessage()), false));
        }
        ledger.reservations().forEach(reservation -> rows.add(row(reservation)));
        return rows;
    }

    private static Row row(Reservation reservation) {
        MemoryNeed need = reservation.need();
        return new Row(
                "alias " + reservation.owner(),
                Sizes.mebibytes(need.total()),
                (need.weightsKind() == need.workKind()
                                ? Sizes.name(need.weightsKind())
                                : Sizes.name(need.weightsKind()) + " and " + Sizes.name(need.workKind()))
                        + " on " + need.device() + ": " + Sizes.describe(need),
                true);
    }
}
