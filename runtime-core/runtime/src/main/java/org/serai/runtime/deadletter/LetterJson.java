package org.serai.runtime.deadletter;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import org.serai.delivery.DeadLetter;

/** Letters as JSON, for programs. */
final class LetterJson {
    static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private LetterJson() {}

    static ObjectNode summary(String place, DeadLetter letter) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("place", place);
        json.put("id", letter.id());
        json.put("origin", letter.origin());
        json.put("route", letter.route());
        json.put("failed_at", letter.failedAt().toString());
        json.put("reason", letter.reason());
        json.put("category", letter.category());
        json.put("message", letter.message());
        json.put("attempts", letter.attempts());
        return json;
    }

    static ObjectNode whole(String place, DeadLetter letter) {
        ObjectNode json = summary(place, letter);
        ObjectNode details = json.putObject("details");
        new TreeMap<>(letter.details()).forEach(details::put);
        text(letter.content())
                .ifPresentOrElse(text -> json.put("content", text), () -> json.put("content_base64", letter.content()));
        return json;
    }

    /** The bytes as UTF-8, where they are. */
    static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
