package org.serai.connector.rest.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.RestErrors;

/** Strict JSON: what could be read in two ways is refused. */
public final class Json {
    private static final int MAX_DEPTH = 100;

    /** The server bounds the body, so a string of it may be as long as the body. */
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxStringLength(Integer.MAX_VALUE)
            .build();

    /** Reads and writes all JSON of the connector. */
    public static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /**
     * Reads a whole body.
     *
     * @throws HttpException where it is not JSON
     */
    public static JsonNode parse(byte[] body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            if (node == null || node.isMissingNode()) {
                throw new HttpException(400, RestErrors.NOT_JSON, "The body is empty. Send a JSON object.");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new HttpException(
                    400,
                    RestErrors.NOT_JSON,
                    "The body is not JSON: " + e.getOriginalMessage() + where(e) + ". Correct it and send it again.");
        } catch (IOException e) {
            throw new HttpException(400, RestErrors.NOT_JSON, "The body is not JSON in UTF-8: " + e.getMessage());
        }
    }

    /** An object as the values that others than this connector understand: maps, lists, strings, numbers, booleans and null. */
    public static Map<String, @Nullable Object> plain(JsonNode object) {
        return MAPPER.convertValue(object, new TypeReference<>() {});
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
