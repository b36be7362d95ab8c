package org.serai.runtime.alias;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationResult;
import org.serai.engine.Provenance;
import org.serai.engine.SessionInfo;
import org.serai.engine.Timings;

/**
 * One request on its way through the dispatcher. The mutable part is guarded by the {@link Dispatcher}'s lock.
 */
final class Ticket implements Generation {
    /** First come, first served. */
    static final Comparator<Ticket> ORDER = Comparator.comparingLong(ticket -> ticket.number);

    /** Where a request is. */
    enum Stage {
        QUEUED,
        /** It is being handed to a session. */
        STARTING,
        RUNNING,
        DONE
    }

    private final Consumer<Ticket> canceller;
    private final GenerateRequest request;
    private final Weight weight;
    private final ChunkStream stream;
    private final RequestListener listener;
    private final Instant accepted;
    private final long number;
    private final CompletableFuture<GenerationResult> result = new CompletableFuture<>();

    Stage stage = Stage.QUEUED;
    boolean cancelRequested;

    /** Why it was begun again; empty where it was not. */
    String requeued = "";

    private Provenance provenance = Provenance.NONE;
    Instant started;

    @Nullable
    LoadedModel model;

    @Nullable
    Generation generation;

    Timekeeper.@Nullable Timer deadlineTimer;

    /**
     * @param canceller is asked to cancel it
     * @param listener hears of the end
     * @param number grows from ticket to ticket
     */
    Ticket(
            Consumer<Ticket> canceller,
            GenerateRequest request,
            Weight weight,
            ChunkStream stream,
            RequestListener listener,
            Instant accepted,
            long number) {
        this.canceller = canceller;
        this.request = request;
        this.weight = weight;
        this.stream = stream;
        this.listener = listener;
        this.accepted = accepted;
        this.started = accepted;
        this.number = number;
    }

    GenerateRequest request() {
        return request;
    }

    Weight weight() {
        return weight;
    }

    ChunkStream stream() {
        return stream;
    }

    Instant accepted() {
        return accepted;
    }

    boolean wasRequeued() {
        return !requeued.isEmpty();
    }

    /** Takes note of the alias that hands it to a session, and of the version that is in effect then. */
    void startedBy(String alias, int version) {
        provenance = new Provenance(alias, version, requeued);
    }

    boolean hasExpired(Instant now) {
        return hasExpired(request, now);
    }

    static boolean hasExpired(GenerateRequest request, Instant now) {
        Instant deadline = request.deadline();
        return deadline != null && !deadline.isAfter(now);
    }

    /** Ends it with an answer. Called at most once, and without the lock. */
    void succeed(GenerationResult answer, Instant now) {
        stream.end();
        listener.ended(new RequestListener.Ended(request, Duration.between(accepted, now), answer, null));
        result.complete(answer);
    }

    /** Ends it without one. Called at most once, and without the lock. */
    void fail(Throwable problem, Instant now) {
        stream.end();
        listener.ended(new RequestListener.Ended(request, Duration.between(accepted, now), null, problem));
        result.completeExceptionally(problem);
    }

    /**
     * The result as the sender gets it: with where it comes from, and the time that the request waited here; the session
     * counts from the moment when it got it.
     */
    GenerationResult told(GenerationResult result) {
        Timings timings = result.timings();
        Duration waited = Duration.between(accepted, started);
        return result.withTimings(new Timings(timings.queued().plus(waited), timings.prefill(), timings.decode()))
                .withProvenance(provenance);
    }

    /** The result of a request that was cancelled before any work on it. */
    GenerationResult cancelledBeforeStart(Optional<SessionInfo> session, Instant now) {
        Long seed = request.sampling().seed();
        return new GenerationResult(
                "",
                List.of(),
                FinishReason.CANCELLED,
                0,
                0,
                new Timings(Duration.between(accepted, now), Duration.ZERO, Duration.ZERO),
                seed == null ? 0 : seed,
                List.of(),
                session.orElseGet(() -> new SessionInfo("", "", request.model(), "", 0, 0, 0, "")),
                false);
    }

    @Override
    public CompletableFuture<GenerationResult> result() {
        return result;
    }

    @Override
    public void cancel() {
        canceller.accept(this);
    }
}
