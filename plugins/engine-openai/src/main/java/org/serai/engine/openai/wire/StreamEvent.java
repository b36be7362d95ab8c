package org.serai.engine.openai.wire;

import java.util.List;
import java.util.Optional;
import org.serai.engine.TokenScores;

/** One event of a streamed answer. */
public sealed interface StreamEvent {
    /** The stream is complete. */
    record Done() implements StreamEvent {}

    /** The server failed while it wrote. */
    record Failed(ErrorBody error) implements StreamEvent {}

    /**
     * A piece of the answer.
     *
     * @param text what is new; may be empty
     * @param isToken whether at least one token stands behind this piece, be it one of text, of a tool call or of thought
     * @param scores of the tokens of the piece, where they were asked for
     * @param ids of these tokens, where the server tells them
     * @param toolCalls pieces of tool calls
     * @param finishReason why the answer ended, with its last piece
     * @param usage tokens of prompt and answer, once
     */
    record Piece(
            String text,
            boolean isToken,
            List<TokenScores> scores,
            List<Integer> ids,
            List<ToolPiece> toolCalls,
            Optional<String> finishReason,
            Optional<Usage> usage)
            implements StreamEvent {}

    /** A piece of a tool call: the first one of an index has id and name, the arguments of all are joined. */
    record ToolPiece(int index, Optional<String> id, Optional<String> name, String arguments) {}

    /** Tokens of prompt and answer. */
    record Usage(int promptTokens, int completionTokens, int cachedTokens) {}
}
