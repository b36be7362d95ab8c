package org.serai.engine.openai.session;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.Outcome;
import org.serai.engine.Timings;
import org.serai.engine.openai.config.ServerSettings;
import org.serai.engine.openai.http.Attempt;
import org.serai.engine.openai.http.ServerFailure;
import org.serai.engine.openai.http.ServerFailure.Fault;
import org.serai.engine.openai.wire.EventReader;
import org.serai.engine.openai.wire.EventStream;
import org.serai.engine.openai.wire.MalformedStreamException;
import org.serai.engine.openai.wire.OutgoingRequest;
import org.serai.engine.openai.wire.StreamEvent;
import org.serai.engine.openai.wire.StreamEvent.Usage;

/**
 * One request: the conversation with the server about it, in a thread of its own, with the attempts before its first token.
 * Whoever stops it (a cancellation, a deadline, a time limit) notes why, and closes the connection.
 */
final class RemoteGeneration implements Generation {
    private final ServerLink link;
    private final GenerateRequest request;
    private final OutgoingRequest outgoing;
    private final long seed;
    private final GenerationListener listener;
    private final RemoteSession session;
    private final RetryPauses pauses;
    private final Instant accepted;
    private final Outcome<GenerationResult> outcome = new Outcome<>();
    private final CompletableFuture<Halt> halted = new CompletableFuture<>();
    private final Patience lifetime;
    private final Patience token;
    private volatile Answer answer = new Answer();
    private @Nullable Attempt attempt;
    private @Nullable Instant started;

    RemoteGeneration(
            ServerLink link,
            RemoteSession session,
            GenerateRequest request,
            OutgoingRequest outgoing,
            long seed,
            GenerationListener listener) {
        this.link = link;
        this.session = session;
        this.request = request;
        this.outgoing = outgoing;
        this.seed = seed;
        this.listener = listener;
        this.pauses = new RetryPauses(link.settings().retries());
        this.accepted = link.clock().instant();
        this.lifetime = new Patience(link.timer(), () -> halt(deadlineIsFirst() ? Halt.DEADLINE : Halt.TOO_LONG));
        this.token =
                new Patience(link.timer(), () -> halt(answer.hasBegun() ? Halt.NO_NEXT_TOKEN : Halt.NO_FIRST_TOKEN));
    }

    @Override
    public CompletableFuture<GenerationResult> result() {
        return outcome;
    }

    @Override
    public void cancel() {
        halt(Halt.CANCELLED);
    }

    /** Starts the clock of its deadline. */
    void arm() {
        lifetime.renew(patience());
    }

    private Duration patience() {
        Duration total = link.settings().limits().total();
        return deadlineIsFirst() ? Duration.between(accepted, request.deadline()) : total;
    }

    private boolean deadlineIsFirst() {
        Instant deadline = request.deadline();
        return deadline != null
                && deadline.isBefore(accepted.plus(link.settings().limits().total()));
    }

    private void halt(Halt why) {
        if (halted.complete(why)) {
            Attempt open;
            synchronized (this) {
                open = attempt;
            }
            if (open != null) {
                open.close();
            }
            session.halted(this);
        }
    }

    /** The whole of it; ends with the outcome settled. */
    void run() {
        started = link.clock().instant();
        try {
            converse();
            settle(finishReason(answer.finishReason().orElse("")));
            link.presence().succeeded();
        } catch (ServerFailure failure) {
            end(failure);
        } catch (RuntimeException e) {
            outcome.settleExceptionally(e);
        } finally {
            lifetime.end();
            token.end();
        }
    }

    /** Ends it without having begun, because it was stopped while it waited. */
    void endUnstarted() {
        lifetime.end();
        end(null);
    }

    private void end(@Nullable ServerFailure failure) {
        Halt why = halted.getNow(null);
        ServerSettings.Limits limits = link.settings().limits();
        switch (why) {
            case CANCELLED -> settle(FinishReason.CANCELLED);
            case DEADLINE -> settle(FinishReason.ERROR);
            case NO_FIRST_TOKEN -> failSlowly("sent a first token", limits.firstToken());
            case NO_NEXT_TOKEN -> failSlowly("sent a next token", limits.nextToken());
            case TOO_LONG -> failSlowly("completed an answer", limits.total());
            case null -> {
                if (failure == null) {
                    throw new IllegalStateException("A generation ends that nobody stopped");
                }
                outcome.settleExceptionally(failure.problem());
            }
        }
    }

    private void failSlowly(String what, Duration limit) {
        ServerFailure slow = link.connection().failures().slow(what, limit);
        var unused = link.presence().failed(slow);
        outcome.settleExceptionally(slow.problem());
    }

    private FinishReason finishReason(String word) throws ServerFailure {
        return switch (word) {
            case "stop", "tool_calls", "function_call" -> FinishReason.STOP;
            case "length" -> FinishReason.LENGTH;
            case "content_filter" -> throw link.connection().failures().filtered();
            default -> throw link.connection().failures().badAnswer("the unknown finish_reason '" + word + "'");
        };
    }

    /** Tries until there is an answer, or another attempt is not worth making. */
    private void converse() throws ServerFailure {
        while (true) {
            ServerFailure failure;
            try {
                attempt();
                return;
            } catch (MalformedStreamException e) {
                failure = link.connection().failures().badAnswer(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                failure = link.connection().broken(e);
            } catch (ServerFailure e) {
                failure = e;
            }
            if (halted.isDone()) {
                throw failure;
            }
            CompletableFuture<?> consequence = link.presence().failed(failure);
            if (link.presence().breaker().isOpen() || failure.fault() == Fault.CONNECTION) {
                CompletableFuture.anyOf(consequence, halted).join(); // the engine may be gone, and this with it
            }
            pauseBeforeNext(failure);
        }
    }

    /** Waits for the next attempt. */
    private void pauseBeforeNext(ServerFailure failure) throws ServerFailure {
        if (halted.isDone()
                || answer.hasBegun()
                || !failure.fault().mayPass()
                || link.presence().breaker().isOpen()) {
            throw failure;
        }
        Duration pause = pauses.next(failure.retryAfter(), remaining()).orElse(null);
        if (pause == null) {
            throw failure;
        }
        try {
            halted.get(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return; // nobody stopped it meanwhile
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("Nobody interrupts the thread of a generation", e);
        }
        throw failure;
    }

    private Duration remaining() {
        return patience().minus(Duration.between(accepted, link.clock().instant()));
    }

    private void attempt() throws ServerFailure, IOException {
        answer = new Answer();
        token.renew(link.settings().limits().firstToken());
        try (Attempt current = link.connection().send(outgoing)) {
            synchronized (this) {
                attempt = current;
            }
            if (halted.isDone()) {
                throw new IOException("stopped");
            }
            read(new EventStream(link.connection().stream(current)));
        }
    }

    private void read(EventStream stream) throws ServerFailure, IOException {
        EventReader reader = new EventReader(request.topScores());
        while (true) {
            String data = stream.next();
            if (data == null) {
                throw link.connection().failures().half("without a last event");
            }
            switch (reader.read(data)) {
                case StreamEvent.Done done -> {
                    requireEnd();
                    return;
                }
                case StreamEvent.Failed failed ->
                    throw link.connection().failures().ofEvent(failed.error());
                case StreamEvent.Piece piece -> tell(piece);
            }
        }
    }

    private void requireEnd() throws ServerFailure {
        if (answer.finishReason().isEmpty()) {
            throw link.connection().failures().half("without a finish_reason");
        }
    }

    private void tell(StreamEvent.Piece piece) throws IOException {
        GenerationListener.Chunk chunk = answer.add(piece, link.clock().instant());
        if (!piece.isToken() && piece.finishReason().isEmpty()) {
            return;
        }
        try {
            if (piece.isToken()) {
                listener.onChunk(chunk);
            }
        } catch (RuntimeException e) {
            halt(Halt.CANCELLED);
        }
        if (isExpired()) {
            halt(Halt.DEADLINE);
        }
        if (halted.isDone()) {
            throw new IOException("stopped");
        }
        token.renew(link.settings().limits().nextToken());
    }

    private boolean isExpired() {
        Instant deadline = request.deadline();
        return deadline != null && !link.clock().instant().isBefore(deadline);
    }

    private void settle(FinishReason reason) {
        Usage usage = answer.usage().orElse(new Usage(GenerationResult.UNKNOWN, GenerationResult.UNKNOWN, 0));
        outcome.settle(new GenerationResult(
                        answer.text(),
                        answer.ids(),
                        reason,
                        usage.promptTokens(),
                        usage.completionTokens(),
                        timings(),
                        seed,
                        answer.scores(),
                        session.info(),
                        false,
                        answer.toolCalls())
                .withCachedTokens(usage.cachedTokens()));
    }

    private Timings timings() {
        Instant now = link.clock().instant();
        Instant begun = started == null ? now : started;
        Instant first = answer.begun().orElse(now);
        return new Timings(
                Duration.between(accepted, begun), Duration.between(begun, first), Duration.between(first, now));
    }
}
