package org.serai.runtime.health;

import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.status.StatusSource;

/** The section {@code health}: whether each alias is ready, by its last real token. */
@Component
public final class HealthStatus implements StatusSource {
    private final AliasHealth health;

    @Activate
    public HealthStatus(@Reference(name = "health") AliasHealth health) {
        this.health = health;
    }

    @Override
    public String section() {
        return "health";
    }

    @Override
    public List<Row> rows() {
        return health.verdicts().stream().map(HealthStatus::row).toList();
    }

    private static Row row(Verdict verdict) {
        return new Row(
                verdict.alias(),
                verdict.state().name().toLowerCase(Locale.ROOT),
                verdict.warning().isEmpty() ? verdict.reason() : verdict.reason() + "; " + verdict.warning(),
                (verdict.state() != Verdict.State.BROKEN || !verdict.required())
                        && verdict.warning().isEmpty());
    }
}
