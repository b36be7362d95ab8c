package org.serai.runtime.alias;

import java.util.List;
import org.serai.engine.GenerationListener;
import org.serai.engine.TokenScores;
import org.serai.error.SeraiException;

/**
 * What the sender of a request hears, whichever session works on it. Where an engine is lost and the work begins anew,
 * text that was already delivered is not delivered again; where the new answer begins with another text, the two cannot
 * be joined. Notices where the text only repeats itself. Thread-safe.
 */
final class ChunkStream {
    private final GenerationListener listener;
    private final LoopDetector loop;
    private final StringBuilder delivered = new StringBuilder();
    private int attempt;
    private int position;
    private int scoresDelivered;
    private int scoresPosition;
    private boolean diverged;
    private boolean ended;

    /** @param loop notices when the text only repeats itself */
    ChunkStream(GenerationListener listener, LoopDetector loop) {
        this.listener = listener;
        this.loop = loop;
    }

    /** Begins an attempt; an earlier one is not heard from now on. */
    synchronized GenerationListener begin() {
        int number = ++attempt;
        position = 0;
        scoresPosition = 0;
        return chunk -> accept(number, chunk);
    }

    private synchronized void accept(int number, GenerationListener.Chunk chunk) {
        if (number != attempt || ended) {
            return;
        }
        int repeated = Math.min(chunk.text().length(), delivered.length() - position);
        if (!chunk.text().regionMatches(0, delivered.substring(position, position + repeated), 0, repeated)) {
            diverged = true;
            throw divergence();
        }
        position += chunk.text().length();
        String fresh = chunk.text().substring(repeated);
        List<TokenScores> scores = freshScores(chunk);
        if (repeated == 0 || !fresh.isEmpty()) {
            delivered.append(fresh);
            loop.add(fresh);
            scoresDelivered += scores.size();
            listener.onChunk(new GenerationListener.Chunk(fresh, chunk.completionTokens(), scores));
        }
    }

    private List<TokenScores> freshScores(GenerationListener.Chunk chunk) {
        int known =
                Math.clamp(scoresDelivered - scoresPosition, 0, chunk.scores().size());
        scoresPosition += chunk.scores().size();
        return chunk.scores().subList(known, chunk.scores().size());
    }

    /** True where the answer of the last attempt does not continue what was delivered. */
    synchronized boolean isBroken() {
        return diverged || position < delivered.length();
    }

    /** True where the text goes on for ever without saying anything new. */
    synchronized boolean isLoop() {
        return loop.found();
    }

    /** Nothing is heard from now on. */
    synchronized void end() {
        ended = true;
    }

    static SeraiException divergence() {
        return new SeraiException(
                AliasErrors.ENGINE_LOST,
                "The engine went away in the middle of a streamed answer, and the new answer does not begin with the text"
                        + " that was already delivered; send the request again");
    }
}
