package org.serai.connector.rest.openai;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.http.ErrorFormat;
import org.serai.connector.rest.http.HttpFailure;
import org.serai.engine.GenerationResult;

/**
 * What streamed completions have in common: an event for each piece of a choice, one without a choice for the usage where that
 * is asked for, and the mark of the end.
 *
 * @param <C> a piece of a choice on the wire
 */
abstract class ChunkStream<C> implements AnswerForm.Streamed {
    private final EventSink sink;
    private final int choicesPerPrompt;
    private final boolean includeUsage;

    /** @param choicesPerPrompt how many answers there are to each prompt, which is counted once */
    ChunkStream(EventSink sink, int choicesPerPrompt, boolean includeUsage) {
        this.sink = sink;
        this.choicesPerPrompt = choicesPerPrompt;
        this.includeUsage = includeUsage;
    }

    /** An event on the wire. */
    abstract Object chunk(List<C> pieces, @Nullable String fingerprint, @Nullable Usage usage);

    final void send(C piece, @Nullable String fingerprint) throws IOException {
        sink.send(chunk(List.of(piece), fingerprint, null));
    }

    @Override
    public final void finish(List<GenerationResult> results) throws IOException {
        if (includeUsage) {
            sink.send(chunk(List.of(), null, Usage.of(results, choicesPerPrompt)));
        }
        sink.done();
    }

    @Override
    public final void fail(HttpFailure failure) throws IOException {
        sink.send(ErrorFormat.OPENAI.format(failure));
    }
}
