package org.serai.connector.rest.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.serai.alias.AliasService;
import org.serai.connector.rest.http.Call;
import org.serai.connector.rest.http.HttpException;

/** {@code /v1/embeddings}: refused, because the models that run here generate text. */
final class Embeddings {
    private final AliasService aliases;

    Embeddings(AliasService aliases) {
        this.aliases = aliases;
    }

    void refuse(Call call) throws IOException {
        if (!(call.json() instanceof ObjectNode body)) {
            throw Answering.notAnObject();
        }
        String model = new Arguments(body, "").requiredText("model");
        if (aliases.alias(model).isEmpty()) {
            throw UnknownModel.named(model, aliases);
        }
        call.setHeader("x-should-retry", "false"); // or the clients of OpenAI try again, as after every 5xx
        throw new HttpException(
                501,
                OpenAiErrors.NO_EMBEDDINGS,
                "The model '" + model + "' generates text and makes no embeddings, and no model for embeddings can be"
                        + " loaded yet. Use another server for them.",
                "model");
    }
}
