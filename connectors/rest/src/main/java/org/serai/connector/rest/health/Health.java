package org.serai.connector.rest.health;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.connector.rest.http.Call;
import org.serai.connector.rest.http.Json;
import org.serai.connector.rest.http.Operation;
import org.serai.connector.rest.http.Resource;
import org.serai.connector.rest.http.Role;

/**
 * What orchestrators ask: whether to restart this process, and whether to send work to it. They need no key and hear names
 * and states alone; the reasons are for callers with a key.
 */
@Component(service = Resource.class)
public final class Health implements Resource {
    private static final String LIVE = "live";
    private static final String READY = "ready";

    private final HealthCheckExecutor executor;

    @Activate
    public Health(@Reference(name = "executor") HealthCheckExecutor executor) {
        this.executor = executor;
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.get("/health/live", null, call -> answer(call, LIVE, false)),
                Operation.get("/health/ready", null, call -> answer(call, READY, false)),
                Operation.get("/api/v1/health", Role.USE, call -> answer(call, null, true)));
    }

    private void answer(Call call, @Nullable String tag, boolean reasons) throws IOException {
        HealthCheckSelector selector = tag == null ? HealthCheckSelector.empty() : HealthCheckSelector.tags(tag);
        List<HealthCheckExecutionResult> results = executor.execute(selector);
        Result.Status worst = Result.Status.OK;
        ArrayNode checks = Json.MAPPER.createArrayNode();
        for (HealthCheckExecutionResult result : results) {
            Result.Status status = result.getHealthCheckResult().getStatus();
            worst = status.compareTo(worst) > 0 ? status : worst;
            checks.add(describe(result, reasons));
        }
        if (results.isEmpty()) {
            worst = Result.Status.TEMPORARILY_UNAVAILABLE; // nobody can tell yet
        }
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("status", word(worst));
        body.set("checks", checks);
        boolean well = worst == Result.Status.OK || worst == Result.Status.WARN;
        call.answer(well || reasons ? 200 : 503, body);
    }

    private static ObjectNode describe(HealthCheckExecutionResult result, boolean reasons) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("name", result.getHealthCheckMetadata().getName());
        node.put("status", word(result.getHealthCheckResult().getStatus()));
        if (reasons) {
            ArrayNode messages = node.putArray("messages");
            for (ResultLog.Entry entry : result.getHealthCheckResult()) {
                messages.add(entry.getMessage());
            }
        }
        return node;
    }

    private static String word(Result.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
