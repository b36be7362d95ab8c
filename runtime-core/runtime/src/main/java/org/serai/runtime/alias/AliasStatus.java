package org.serai.runtime.alias;

import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasService;
import org.serai.engine.SessionInfo;
import org.serai.status.StatusSource;

/** The section {@code aliases}: what each alias serves, or why it does not. */
@Component
public final class AliasStatus implements StatusSource {
    private final AliasService aliases;

    @Activate
    public AliasStatus(@Reference(name = "aliases") AliasService aliases) {
        this.aliases = aliases;
    }

    @Override
    public String section() {
        return "aliases";
    }

    @Override
    public List<Row> rows() {
        return aliases.aliases().stream().map(AliasStatus::row).toList();
    }

    private static Row row(AliasInfo alias) {
        return new Row(
                alias.name(),
                alias.state().name().toLowerCase(Locale.ROOT),
                detail(alias),
                alias.state() != AliasInfo.State.FAILED && alias.reason().isEmpty());
    }

    private static String detail(AliasInfo alias) {
        String model = alias.session().map(AliasStatus::describe).orElse(alias.model());
        if (alias.reason().isEmpty()) {
            return model;
        }
        return alias.session().isPresent() ? model + "; the last change failed: " + alias.reason() : alias.reason();
    }

    private static String describe(SessionInfo session) {
        String warning = session.warning().isEmpty() ? "" : "; " + session.warning();
        return session.model() + " on " + session.engine() + "/" + session.device() + ", context " + session.context()
                + ", slots " + session.slots() + ", " + (session.memoryBytes() >> 20) + " MiB" + warning;
    }
}
