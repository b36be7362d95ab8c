package org.serai.engine.openai.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serai.engine.TokenScores;
import org.serai.engine.openai.wire.StreamEvent.Piece;
import org.serai.engine.openai.wire.StreamEvent.ToolPiece;
import org.serai.engine.openai.wire.StreamEvent.Usage;

/** Understands the events of a streamed answer, of conversations and of plain prompts. Immutable. */
public final class EventReader {
    private static final String DONE = "[DONE]";
    private static final int LONGEST_QUOTE = 80;

    private final ScoresReader scores;

    /** @param topScores how many alternatives were asked for; 0 for none */
    public EventReader(int topScores) {
        this.scores = new ScoresReader(topScores);
    }

    /**
     * Understands one event.
     *
     * @throws MalformedStreamException where the data are nothing that the protocol has
     */
    public StreamEvent read(String data) throws MalformedStreamException {
        if (data.strip().equals(DONE)) {
            return new StreamEvent.Done();
        }
        JsonNode event = Json.object(data)
                .orElseThrow(() -> new MalformedStreamException(
                        "an event that is no JSON object: " + data.substring(0, Math.min(LONGEST_QUOTE, data.length())),
                        null));
        if (event.hasNonNull("error")) {
            return new StreamEvent.Failed(ErrorBody.of(event));
        }
        JsonNode choices = event.path("choices");
        if (!choices.isArray()) {
            throw new MalformedStreamException("an event without 'choices'", null);
        }
        return piece(event, choices.isEmpty() ? Json.MAPPER.createObjectNode() : choices.get(0));
    }

    private Piece piece(JsonNode event, JsonNode choice) throws MalformedStreamException {
        JsonNode delta = choice.path("delta");
        String text =
                Json.text(choice, "text").or(() -> Json.text(delta, "content")).orElse("");
        List<TokenScores> told = scores.read(choice.path("logprobs"));
        List<ToolPiece> tools = toolPieces(delta.path("tool_calls"));
        boolean thought = Json.text(delta, "reasoning_content")
                .or(() -> Json.text(delta, "reasoning"))
                .filter(thinking -> !thinking.isEmpty())
                .isPresent();
        return new Piece(
                text,
                !text.isEmpty() || !told.isEmpty() || !tools.isEmpty() || thought,
                told,
                ids(told),
                tools,
                Json.text(choice, "finish_reason"),
                usage(event.path("usage")));
    }

    private static List<Integer> ids(List<TokenScores> scores) {
        List<Integer> ids = scores.stream().map(step -> step.chosen().id()).toList();
        return ids.contains(ScoresReader.UNKNOWN_ID) ? List.of() : ids;
    }

    private static List<ToolPiece> toolPieces(JsonNode calls) throws MalformedStreamException {
        List<ToolPiece> pieces = new ArrayList<>();
        for (JsonNode call : calls) {
            if (!call.path("index").isMissingNode() && !call.path("index").isInt()) {
                throw new MalformedStreamException("a tool call whose index is no number", null);
            }
            JsonNode function = call.path("function");
            pieces.add(new ToolPiece(
                    call.path("index").asInt(pieces.size()),
                    Json.text(call, "id"),
                    Json.text(function, "name"),
                    Json.text(function, "arguments").orElse("")));
        }
        return pieces;
    }

    private static Optional<Usage> usage(JsonNode usage) {
        JsonNode prompt = usage.path("prompt_tokens");
        JsonNode completion = usage.path("completion_tokens");
        return prompt.isInt() && completion.isInt() && prompt.intValue() >= 0 && completion.intValue() >= 0
                ? Optional.of(new Usage(
                        prompt.intValue(),
                        completion.intValue(),
                        Math.clamp(
                                usage.at("/prompt_tokens_details/cached_tokens").asInt(0), 0, prompt.intValue())))
                : Optional.empty();
    }
}
