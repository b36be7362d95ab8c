package org.serai.connector.rest.openai;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.HttpException;
import org.serai.connector.rest.http.HttpFailure;
import org.serai.engine.GenerationListener.Chunk;
import org.serai.engine.GenerationResult;
import org.serai.error.ErrorCategory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes an answer as it comes. A failure becomes its last event: a stream that broke off never looks complete. */
final class StreamedAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(StreamedAnswer.class);

    private final Progress progress;
    private final AnswerForm.Streamed answer;
    private final EventSink sink;
    private final Duration keepAlive;
    private final Map<Integer, Told> told = new HashMap<>();

    /** How much of a choice was written: characters of its text, and tokens with scores. */
    private record Told(int characters, int scores) {
        static final Told NOTHING = new Told(0, 0);

        Told and(Chunk chunk) {
            return new Told(
                    characters + chunk.text().length(), scores + chunk.scores().size());
        }
    }

    /** @param keepAlive how long the connection may be silent */
    StreamedAnswer(Progress progress, AnswerForm.Streamed answer, EventSink sink, Duration keepAlive) {
        this.progress = progress;
        this.answer = answer;
        this.sink = sink;
        this.keepAlive = keepAlive;
    }

    /** @throws IOException where the client is gone */
    void write() throws IOException, InterruptedException {
        answer.begin();
        try {
            while (!progress.isComplete()) {
                write(progress.next(keepAlive));
            }
            answer.finish(progress.results());
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(RuntimeException problem) throws IOException {
        if (problem instanceof HttpException known && known.code().equals(OpenAiErrors.CLIENT_GONE)) {
            throw known;
        }
        HttpFailure failure = HttpFailure.of(problem);
        if (failure.code().equals(RestErrors.UNEXPECTED.toString())) {
            LOG.error("A streamed answer broke off", problem);
        } else if (failure.category() == ErrorCategory.INTERNAL) {
            LOG.warn("A streamed answer broke off: {}", failure.message());
        }
        answer.fail(failure);
    }

    private void write(@Nullable Event event) throws IOException {
        switch (event) {
            case Event.Piece(int choice, Chunk chunk) -> piece(choice, chunk);
            case Event.Ended(int choice, GenerationResult result) -> {
                rest(choice, result);
                answer.ended(choice, result);
            }
            case Event.Failed failed -> throw new IllegalStateException("A failure is no event to write");
            case Event.Abandoned abandoned -> throw new IllegalStateException("Nobody reads this any more");
            case null -> sink.keepAlive();
        }
    }

    private void piece(int choice, Chunk chunk) throws IOException {
        if (!chunk.text().isEmpty()) {
            told.merge(choice, Told.NOTHING.and(chunk), (before, now) -> before.and(chunk));
            answer.piece(choice, chunk);
        }
    }

    /** An answer that is given again comes as a result alone: its text is one piece. */
    private void rest(int choice, GenerationResult result) throws IOException {
        Told already = told.getOrDefault(choice, Told.NOTHING);
        String text = result.text()
                .substring(Math.min(already.characters, result.text().length()));
        if (!text.isEmpty()) {
            piece(
                    choice,
                    new Chunk(
                            text,
                            result.completionTokens(),
                            result.scores()
                                    .subList(
                                            Math.min(
                                                    already.scores,
                                                    result.scores().size()),
                                            result.scores().size())));
        }
    }
}
