package org.serai.engine.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.serai.engine.TokenScores;
import org.serai.engine.TokenScores.Token;

/**
 * Reads log-probabilities in both forms: a list of objects, which conversations have, and parallel lists, which plain
 * prompts have at most servers. Immutable.
 */
final class ScoresReader {
    /** The id of a token whose id the server does not tell. */
    static final int UNKNOWN_ID = -1;

    private final int top;

    /** @param top how many alternatives to report */
    ScoresReader(int top) {
        this.top = top;
    }

    List<TokenScores> read(JsonNode logprobs) throws MalformedStreamException {
        if (top == 0 || !logprobs.isObject()) {
            return List.of();
        }
        return logprobs.path("content").isArray() ? objects(logprobs.path("content")) : parallel(logprobs);
    }

    private List<TokenScores> objects(JsonNode steps) throws MalformedStreamException {
        List<TokenScores> scores = new ArrayList<>();
        for (JsonNode step : steps) {
            List<Token> likeliest = new ArrayList<>();
            for (JsonNode alternative : step.path("top_logprobs")) {
                likeliest.add(token(alternative));
            }
            scores.add(scores(token(step), likeliest));
        }
        return scores;
    }

    private static Token token(JsonNode node) throws MalformedStreamException {
        String text = Json.text(node, "token").orElse(null);
        JsonNode value = node.path("logprob");
        if (text == null || !value.isNumber()) {
            throw new MalformedStreamException("a log-probability without token or value", null);
        }
        return new Token(node.path("id").asInt(UNKNOWN_ID), bytes(node.path("bytes"), text), value.floatValue());
    }

    private static byte[] bytes(JsonNode listed, String text) {
        if (!listed.isArray()) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[listed.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) listed.get(i).asInt();
        }
        return bytes;
    }

    private List<TokenScores> parallel(JsonNode logprobs) throws MalformedStreamException {
        JsonNode tokens = logprobs.path("tokens");
        JsonNode values = logprobs.path("token_logprobs");
        if (tokens.size() != values.size()) {
            throw new MalformedStreamException("log-probabilities that do not belong to its tokens", null);
        }
        List<TokenScores> scores = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            List<Token> likeliest = new ArrayList<>();
            for (Map.Entry<String, JsonNode> alternative :
                    logprobs.path("top_logprobs").path(i).properties()) {
                likeliest.add(token(alternative.getKey(), alternative.getValue()));
            }
            scores.add(scores(token(tokens.get(i).asText(), values.get(i)), likeliest));
        }
        return scores;
    }

    private static Token token(String text, JsonNode value) throws MalformedStreamException {
        if (!value.isNumber()) {
            throw new MalformedStreamException("a log-probability that is no number", null);
        }
        return new Token(UNKNOWN_ID, text.getBytes(StandardCharsets.UTF_8), value.floatValue());
    }

    /** Some servers tell the chosen token beside the alternatives that were asked for, and in any order. */
    private TokenScores scores(Token chosen, List<Token> alternatives) {
        List<Token> likeliest = alternatives.stream()
                .sorted(Comparator.comparingDouble(Token::value).reversed())
                .limit(top)
                .toList();
        return new TokenScores(chosen, likeliest);
    }
}
