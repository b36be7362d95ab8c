package org.serai.engine.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The models that a server lists.
 *
 * @param models in its order
 */
public record ModelList(List<Entry> models) {
    public ModelList {
        models = List.copyOf(models);
    }

    /**
     * A model.
     *
     * @param id its name there
     * @param context tokens that one request may hold, where the server tells
     * @param digest of the model, where the server tells
     */
    public record Entry(String id, OptionalInt context, Optional<String> digest) {}

    /** Reads the answer to {@code GET /models}; empty where it is no such list. */
    public static Optional<ModelList> of(String body) {
        return Json.object(body)
                .map(object -> object.path("data"))
                .filter(JsonNode::isArray)
                .map(ModelList::of);
    }

    private static ModelList of(JsonNode data) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode model : data) {
            Json.text(model, "id")
                    .ifPresent(
                            id -> entries.add(new Entry(id, context(model), Json.text(model.path("serai"), "digest"))));
        }
        return new ModelList(entries);
    }

    /** vLLM and Serai tell it in one place, llama-server in another. */
    private static OptionalInt context(JsonNode model) {
        for (JsonNode place :
                List.of(model.path("max_model_len"), model.path("meta").path("n_ctx"))) {
            if (place.isInt() && place.intValue() > 0) {
                return OptionalInt.of(place.intValue());
            }
        }
        return OptionalInt.empty();
    }

    /** The names, for people. */
    public List<String> names() {
        return models.stream().map(Entry::id).toList();
    }

    public Optional<Entry> find(String id) {
        return models.stream().filter(model -> model.id().equals(id)).findFirst();
    }
}
