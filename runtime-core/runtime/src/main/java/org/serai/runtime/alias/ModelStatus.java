package org.serai.runtime.alias;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.alias.AliasService;
import org.serai.engine.SessionInfo;
import org.serai.status.StatusSource;

/** The section {@code models}: the models in memory, with the digest of each. */
@Component
public final class ModelStatus implements StatusSource {
    private final AliasService aliases;

    @Activate
    public ModelStatus(@Reference(name = "aliases") AliasService aliases) {
        this.aliases = aliases;
    }

    @Override
    public String section() {
        return "models";
    }

    @Override
    public List<Row> rows() {
        return aliases.aliases().stream()
                .flatMap(alias -> alias.session().stream().map(session -> row(alias.name(), session)))
                .toList();
    }

    private static Row row(String alias, SessionInfo session) {
        return new Row(
                session.model(),
                "loaded",
                "for alias " + alias + ", " + (session.memoryBytes() >> 20) + " MiB, " + session.digest(),
                true);
    }
}
