package org.serai.camel.component;

import java.io.Closeable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.error.SeraiException;

/**
 * The pieces of an answer, while the model works on it. {@link #hasNext} waits for the next piece; when there is none
 * left, the exchange has the headers of the answer. A failure is thrown by {@link #hasNext}. Closing the stream, or the
 * end of its exchange, cancels the generation if it still runs.
 *
 * <p>One thread reads; the engine writes from its own. The queue holds at most the answer, so it needs no bound.
 */
final class AnswerStream implements Iterator<String>, Closeable, GenerationListener, Synchronization {
    private final Exchange exchange;
    private final GenerateRequest request;
    private final OnLength onLength;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private volatile @Nullable Generation generation;
    private @Nullable String next;
    private boolean ended;

    AnswerStream(Exchange exchange, GenerateRequest request, OnLength onLength) {
        this.exchange = exchange;
        this.request = request;
        this.onLength = onLength;
    }

    /** Ties the stream to the generation whose listener it is. */
    void follow(Generation started) {
        generation = started;
        CompletableFuture<?> unused = started.result()
                .whenComplete((result, failure) ->
                        events.add(result != null ? new Event.Ended(result) : new Event.Failed(failure)));
    }

    @Override
    public void onChunk(Chunk chunk) {
        if (!chunk.text().isEmpty()) {
            events.add(new Event.Piece(chunk.text()));
        }
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            take();
        }
        return next != null;
    }

    @Override
    public String next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("The answer has ended");
        }
        String piece = next;
        next = null;
        return piece;
    }

    private void take() {
        try {
            take(events.take());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw ended(new SeraiException(
                    SeraiComponentErrors.CANCELLED,
                    "The thread that read the answer of alias " + request.model() + " was interrupted.",
                    e));
        } catch (SeraiException e) {
            throw ended(e);
        }
    }

    private void take(Event event) {
        switch (event) {
            case Event.Piece piece -> next = piece.text();
            case Event.Ended end -> {
                ended = true;
                Outcome.describe(exchange.getMessage(), end.result());
                Outcome.requireWhole(request, end.result(), onLength);
            }
            case Event.Failed failed -> throw Outcome.typed(request.model(), failed.cause());
        }
    }

    private SeraiException ended(SeraiException failure) {
        ended = true;
        Outcome.describe(exchange.getMessage(), failure);
        return failure;
    }

    @Override
    public void close() {
        Generation running = generation;
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public void onComplete(Exchange done) {
        close();
    }

    @Override
    public void onFailure(Exchange done) {
        close();
    }

    private sealed interface Event {
        record Piece(String text) implements Event {}

        record Ended(GenerationResult result) implements Event {}

        record Failed(Throwable cause) implements Event {}
    }
}
