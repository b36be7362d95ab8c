package org.serai.engine.openai.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerationListener.Chunk;
import org.serai.engine.TokenScores;
import org.serai.engine.ToolCall;
import org.serai.engine.openai.wire.StreamEvent.Piece;
import org.serai.engine.openai.wire.StreamEvent.ToolPiece;
import org.serai.engine.openai.wire.StreamEvent.Usage;

/** What has come of an answer so far. Used by one thread. */
final class Answer {
    private final StringBuilder text = new StringBuilder();
    private final List<Integer> ids = new ArrayList<>();
    private final List<TokenScores> scores = new ArrayList<>();
    private final TreeMap<Integer, PartialCall> calls = new TreeMap<>();
    private @Nullable Instant begun;
    private @Nullable String finishReason;
    private @Nullable Usage usage;
    private int pieces;

    /** A tool call whose arguments are still coming. */
    private record PartialCall(String id, String name, StringBuilder arguments) {}

    /** Takes a piece, and gives it as listeners get it. */
    Chunk add(Piece piece, Instant now) {
        if (piece.isToken()) {
            begun = begun == null ? now : begun;
            pieces++;
        }
        text.append(piece.text());
        ids.addAll(piece.ids());
        scores.addAll(piece.scores());
        piece.toolCalls().forEach(this::add);
        finishReason = piece.finishReason().orElse(finishReason);
        usage = piece.usage().orElse(usage);
        return new Chunk(piece.text(), pieces, piece.scores());
    }

    private void add(ToolPiece piece) {
        calls.computeIfAbsent(
                        piece.index(),
                        index -> new PartialCall(
                                piece.id().orElse("call_" + index), piece.name().orElse(""), new StringBuilder()))
                .arguments()
                .append(piece.arguments());
    }

    /** Whether a token has come: from then on nothing can be tried again without somebody noticing. */
    boolean hasBegun() {
        return begun != null;
    }

    /** When its first token came. */
    Optional<Instant> begun() {
        return Optional.ofNullable(begun);
    }

    String text() {
        return text.toString();
    }

    /** The tokens; empty unless the server told the id of each. */
    List<Integer> ids() {
        return ids.size() == scores.size() ? ids : List.of();
    }

    List<TokenScores> scores() {
        return scores;
    }

    List<ToolCall> toolCalls() {
        return calls.values().stream()
                .map(call ->
                        new ToolCall(call.id(), call.name(), call.arguments().toString()))
                .toList();
    }

    /** Why the server ended it; empty while it has not. */
    Optional<String> finishReason() {
        return Optional.ofNullable(finishReason);
    }

    Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }
}
