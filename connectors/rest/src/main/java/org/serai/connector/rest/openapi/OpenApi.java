package org.serai.connector.rest.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.serai.connector.rest.http.Json;
import org.serai.connector.rest.http.Operation;
import org.serai.connector.rest.http.Resource;

/** The description of all operations (OpenAPI 3.1). It is written by hand, in a file for each part. */
@Component(service = Resource.class)
public final class OpenApi implements Resource {
    private static final List<String> PARTS =
            List.of("base.json", "documents.json", "management.json", "health.json", "openai.json");

    private final ObjectNode document;

    @Activate
    public OpenApi() {
        document = document();
    }

    @Override
    public List<Operation> operations() {
        return List.of(Operation.get("/openapi.json", null, call -> call.answer(200, document)));
    }

    /** All parts as one document. */
    static ObjectNode document() {
        ObjectNode whole = Json.MAPPER.createObjectNode();
        PARTS.forEach(part -> merge(whole, read(part)));
        return whole;
    }

    private static ObjectNode read(String part) {
        try (InputStream stream = OpenApi.class.getResourceAsStream(part)) {
            if (stream == null) {
                throw new IllegalStateException("The bundle has no " + part);
            }
            return (ObjectNode) Json.MAPPER.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Objects of the same key become one; everything else may be there once. */
    private static void merge(ObjectNode into, ObjectNode from) {
        from.properties().forEach(field -> {
            JsonNode there = into.get(field.getKey());
            if (there instanceof ObjectNode known && field.getValue() instanceof ObjectNode more) {
                merge(known, more);
            } else if (there == null) {
                into.set(field.getKey(), field.getValue());
            } else {
                throw new IllegalStateException("Two parts of the OpenAPI document have " + field.getKey());
            }
        });
    }
}
