package org.serai.connector.rest.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.connector.rest.http.Call;
import org.serai.connector.rest.http.Operation;
import org.serai.connector.rest.http.Resource;
import org.serai.connector.rest.http.Role;

/** Figures for Prometheus, in its own text format or in OpenMetrics, whichever is asked for. */
@Component(service = Resource.class)
public final class Metrics implements Resource {
    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
    private static final String TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    @Activate
    public Metrics(@Reference(name = "registry") PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public List<Operation> operations() {
        return List.of(Operation.get("/metrics", Role.USE, this::scrape));
    }

    private void scrape(Call call) throws IOException {
        String type = call.header("Accept").orElse("").contains(OPEN_METRICS) ? OPEN_METRICS_TYPE : TEXT_TYPE;
        call.answer(200, type, registry.scrape(type).getBytes(StandardCharsets.UTF_8));
    }
}
