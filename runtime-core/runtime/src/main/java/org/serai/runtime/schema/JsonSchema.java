package org.serai.runtime.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.net.URI;
import java.util.List;
import org.serai.error.SeraiException;

/**
 * A JSON Schema (draft 2020-12 where its {@code $schema} says nothing else). References lead to places in the schema itself;
 * nothing is fetched. Thread-safe.
 */
public final class JsonSchema {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int MOST_TOLD = 3;

    private final Validator validator;
    private final URI schema;

    private JsonSchema(Validator validator, URI schema) {
        this.validator = validator;
        this.schema = schema;
    }

    /**
     * Reads a schema.
     *
     * @param name for messages: where the schema stands
     * @param schema JSON-like values
     * @throws SeraiException where it is none
     */
    public static JsonSchema of(String name, Object schema) {
        try {
            Validator validator = new ValidatorFactory()
                    .withJsonNodeFactory(new JacksonNode.Factory(STRICT))
                    .createValidator();
            JsonNode tree = STRICT.valueToTree(schema);
            return new JsonSchema(validator, validator.registerSchema(tree));
        } catch (JsonSchemaException | IllegalArgumentException e) {
            throw new SeraiException(
                    SchemaErrors.BAD_SCHEMA,
                    "The schema " + name + " is no JSON Schema: " + e.getMessage() + ". Correct it; "
                            + "https://json-schema.org describes what a schema may say",
                    e);
        }
    }

    /** What is wrong with a text: that it is no JSON, or where it differs from the schema. Empty where it fits. */
    public List<String> problems(String text) {
        JsonNode tree;
        try {
            tree = STRICT.readTree(text);
        } catch (JsonProcessingException e) {
            return List.of("it is no JSON: " + e.getOriginalMessage());
        }
        if (tree.isMissingNode()) {
            return List.of("it is no JSON: it is empty");
        }
        Validator.Result result = validator.validate(schema, tree);
        return result.isValid()
                ? List.of()
                : result.getErrors().stream()
                        .limit(MOST_TOLD)
                        .map(JsonSchema::describe)
                        .toList();
    }

    private static String describe(Error error) {
        String place = error.getInstanceLocation();
        return (place.isEmpty() ? "at the top" : "at " + place) + ": " + error.getError();
    }
}
