package org.serai.engine.openai.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request as it is sent.
 *
 * @param path added to the server's address
 * @param body JSON in UTF-8. The array must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OutgoingRequest(String path, byte[] body) {
    static OutgoingRequest of(String path, ObjectNode body) {
        try {
            return new OutgoingRequest(path, Json.MAPPER.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A request has a value that is not like JSON: " + e.getMessage(), e);
        }
    }
}
