package org.serai.connector.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.serai.delivery.ExchangeProperties;
import org.serai.error.SeraiException;

/**
 * Gives failed documents to the route on behalf of people, beside the inbox: its order and its room have no part in it. The
 * answer goes the way of all outcomes, by the journal, which also takes the document out of its folder.
 */
final class Replayer implements LetterReplay, AutoCloseable {
    /** Brings an outcome to the disk; called by the control thread. */
    @FunctionalInterface
    interface Outcomes {
        /**
         * Returns when the outcome is decided.
         *
         * @throws IOException where it is not
         */
        void decide(Outcome outcome) throws IOException;
    }

    private final RouteEntry route;
    private final Folders folders;
    private final DocumentReader reader;
    private final Provenance provenance;
    private final String owner;
    private final Executor control;
    private final Outcomes outcomes;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /**
     * Makes the replayer of one inbox.
     *
     * @param reader of the folder of failed documents
     * @param owner names the inbox
     * @param control the thread that keeps the inbox's books
     */
    Replayer(
            RouteEntry route,
            Folders folders,
            DocumentReader reader,
            Provenance provenance,
            String owner,
            Executor control,
            Outcomes outcomes) {
        this.route = route;
        this.folders = folders;
        this.reader = reader;
        this.provenance = provenance;
        this.owner = owner;
        this.control = control;
        this.outcomes = outcomes;
    }

    @Override
    public void replay(FailedDocument failed, @Nullable String alias) {
        Instant taken = Instant.now();
        int attempt = failed.letter().attempts() + 1;
        Document document = read(failed);
        Exchange exchange = route.exchange(document, source(failed), attempt);
        if (alias != null) {
            exchange.setProperty(ExchangeProperties.ALIAS, alias);
        }
        CompletableFuture<Void> over = new CompletableFuture<>();
        route.process(exchange, () -> over.complete(null));
        await(failed, over);
        try {
            byte[] answer = route.answer(document, exchange);
            write(
                    failed,
                    Outcome.answer(
                                    document,
                                    folders,
                                    answer,
                                    provenance.ofAnswer(document, exchange, answer, attempt, taken))
                            .toLetter(folders.failed().resolve(failed.path())));
        } finally {
            route.release(exchange);
        }
    }

    /** The same at each replay of the same letter, so that what was answered already is not paid for twice. */
    private String source(FailedDocument failed) {
        return failed.source() != null
                ? failed.source()
                : "file:" + owner + "/" + failed.name() + "@"
                        + failed.letter().failedAt().toEpochMilli();
    }

    /** The document under the name that it was dropped with. */
    private Document read(FailedDocument failed) {
        Path file = folders.failed().resolve(failed.path());
        try {
            FileState state = FileState.of(file);
            Document document = reader.read(failed.path(), state);
            return new Document(failed.name(), state, document.sha256(), document.type(), document.text());
        } catch (NoSuchFileException e) {
            throw new SeraiException(
                    FileErrors.NO_SUCH_LETTER,
                    file + " is gone. `serai dlq list` shows the letters that are there.",
                    e);
        } catch (IOException e) {
            throw new SeraiException(
                    FileErrors.UNREADABLE, file + " cannot be looked at: " + e + ". Check its permissions.", e);
        }
    }

    private void write(FailedDocument failed, Outcome outcome) {
        try {
            await(failed, CompletableFuture.runAsync(() -> decide(outcome), control));
        } catch (RejectedExecutionException e) {
            throw stopped(failed, e);
        }
    }

    private void decide(Outcome outcome) {
        try {
            outcomes.decide(outcome);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(FailedDocument failed, CompletableFuture<Void> step) {
        try {
            CompletableFuture.anyOf(step, stopped).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped(failed, e);
        } catch (ExecutionException e) {
            throw new SeraiException(
                    FileErrors.OUTBOX_UNUSABLE,
                    "The answer to letter " + failed.letter().id() + " cannot be written: " + e.getCause()
                            + ". The letter stays; make room on the disk or correct the permissions, and replay it.",
                    e.getCause());
        }
        if (!step.isDone()) {
            throw stopped(failed, null);
        }
    }

    private SeraiException stopped(FailedDocument failed, @Nullable Throwable cause) {
        return new SeraiException(
                FileErrors.NOT_RUNNING,
                "Route " + route.route() + " was stopped while letter "
                        + failed.letter().id()
                        + " was replayed. The letter stays unless its answer is there already: start the route and look"
                        + " again.",
                cause);
    }

    /** Nobody waits any longer. */
    @Override
    public void close() {
        stopped.complete(null);
    }
}
