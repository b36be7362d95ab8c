package org.serai.runtime.alias;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * Whether two answers say the same: as JSON, where both are; else as texts, in which one white space is as good as another.
 * Nothing is said about meaning.
 */
final class Agreement {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Agreement() {}

    static boolean between(String one, String other) {
        if (words(one).equals(words(other))) {
            return true;
        }
        Optional<JsonNode> tree = json(one);
        return tree.isPresent() && tree.equals(json(other));
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(JsonNode::isContainerNode);
        } catch (JsonProcessingException e) {
            return Optional.empty(); // an answer that is no JSON is compared as text
        }
    }
}
