package org.serai.connector.rest.openai;

import java.time.Instant;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.alias.AliasService;
import org.serai.connector.rest.http.Operation;
import org.serai.connector.rest.http.Resource;
import org.serai.connector.rest.http.Role;

/** The operations of the OpenAI API. */
@Component
public final class OpenAiResource implements Resource {
    private final List<Operation> operations;

    @Activate
    public OpenAiResource(@Reference(name = "aliases") AliasService aliases) {
        ModelPages models = new ModelPages(aliases, Instant.now().getEpochSecond());
        operations = List.of(
                Operation.get("/v1/models", Role.USE, models::list),
                Operation.get("/v1/models/{model}", Role.USE, models::show),
                Operation.post("/v1/chat/completions", Role.USE, new Answering(aliases, new ChatReader())),
                Operation.post("/v1/completions", Role.USE, new Answering(aliases, new CompletionReader())),
                Operation.post("/v1/responses", Role.USE, new Answering(aliases, new ResponseReader())),
                Operation.post("/v1/embeddings", Role.USE, new Embeddings(aliases)::refuse));
    }

    @Override
    public List<Operation> operations() {
        return operations;
    }
}
