package org.serai.camel.runtime;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.camel.routes.RouteFileInfo;
import org.serai.camel.routes.RouteStore;
import org.serai.status.StatusSource;

/** The section {@code routes} of {@code serai status}: a row for each file. */
@Component(service = StatusSource.class)
public final class RouteStatus implements StatusSource {
    private final RouteStore routes;

    @Activate
    public RouteStatus(@Reference RouteStore routes) {
        this.routes = routes;
    }

    @Override
    public String section() {
        return "routes";
    }

    @Override
    public List<Row> rows() {
        return routes.files().stream().map(RouteStatus::row).toList();
    }

    private static Row row(RouteFileInfo file) {
        String running = file.routes().stream()
                .map(route -> route.id() + " " + route.status().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        String problems = file.problems().stream()
                .map(problem -> problem.text(file.name()))
                .collect(Collectors.joining("; "));
        String detail = running.isEmpty() || problems.isEmpty() ? running + problems : running + "; " + problems;
        return new Row(file.name(), file.state().name().toLowerCase(Locale.ROOT), detail, file.healthy());
    }
}
