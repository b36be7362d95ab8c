package org.serai.connector.rest.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasLoad;
import org.serai.alias.AliasService;
import org.serai.connector.rest.http.Call;
import org.serai.connector.rest.http.Json;
import org.serai.connector.rest.http.Operation;
import org.serai.connector.rest.http.Resource;
import org.serai.connector.rest.http.Role;

/** How busy the aliases are, as clients that send much want to know it. */
@Component(service = Resource.class)
public final class Queues implements Resource {
    private static final double NANOS_PER_SECOND = 1e9;

    private final AliasService aliases;

    @Activate
    public Queues(@Reference(name = "aliases") AliasService aliases) {
        this.aliases = aliases;
    }

    @Override
    public List<Operation> operations() {
        return List.of(Operation.get("/api/v1/queue", Role.USE, this::list));
    }

    private void list(Call call) throws IOException {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (AliasInfo alias : aliases.aliases()) {
            aliases.load(alias.name()).ifPresent(load -> array.add(describe(alias.name(), load)));
        }
        call.answer(200, Json.MAPPER.createObjectNode().set("aliases", array));
    }

    private static ObjectNode describe(String name, AliasLoad load) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("alias", name);
        node.put("slots", load.slots());
        node.put("running", load.running());
        node.put("queued", load.queued());
        node.put("queued_tokens", load.queuedTokens());
        node.put("queue_limit_tokens", load.queueLimitTokens());
        node.put("prefill_tokens_per_second", load.prefillRate());
        node.put("decode_tokens_per_second", load.decodeRate());
        node.put("request_seconds", load.requestTime().toNanos() / NANOS_PER_SECOND);
        node.put("expected_wait_seconds", load.expectedWait().toNanos() / NANOS_PER_SECOND);
        return node;
    }
}
