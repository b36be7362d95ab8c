package org.serai.connector.rest.routes;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Caller;
import org.serai.connector.rest.http.HttpFailure;
import org.serai.connector.rest.http.Role;
import org.serai.delivery.Cancellation;
import org.serai.error.OverloadException;

/**
 * Calls whose clients do not wait. They live in memory, in bounded number and size, and are forgotten some time after their
 * end; a client that repeats a call with its idempotency key after a restart gets the models' answers from the ledger.
 * Thread-safe.
 */
final class Jobs {
    /** How long a result can be fetched. */
    static final Duration RETENTION = Duration.ofHours(1);

    private static final int MOST = 1_000;
    private static final long MOST_RESULT_BYTES = 64L << 20;
    private static final Duration WHEN_FULL = Duration.ofSeconds(30);
    private static final int ID_BYTES = 16;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private long resultBytes;

    Jobs(Clock clock) {
        this.clock = clock;
    }

    /** How far a job is. */
    enum State {
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    /**
     * A job at one moment.
     *
     * @param id random, so that nobody guesses it
     * @param route what was called
     * @param owner the name of the key that called it
     * @param created when
     * @param state how far it is
     * @param ended when it ended
     * @param answer what came out of it, where it is done
     * @param failure why it failed
     */
    record Snapshot(
            String id,
            String route,
            String owner,
            Instant created,
            State state,
            Optional<Instant> ended,
            Optional<RouteAnswer> answer,
            Optional<HttpFailure> failure) {}

    /** Guarded by {@link Jobs}. */
    private static final class Job {
        final String id;
        final String route;
        final String owner;
        final Instant created;
        final Cancellation cancellation;
        State state = State.RUNNING;

        @Nullable
        Instant ended;

        @Nullable
        RouteAnswer answer;

        @Nullable
        HttpFailure failure;

        Job(String id, String route, String owner, Instant created, Cancellation cancellation) {
            this.id = id;
            this.route = route;
            this.owner = owner;
            this.created = created;
            this.cancellation = cancellation;
        }

        int bytes() {
            return answer == null ? 0 : answer.body().length;
        }

        Snapshot snapshot() {
            return new Snapshot(
                    id,
                    route,
                    owner,
                    created,
                    state,
                    Optional.ofNullable(ended),
                    Optional.ofNullable(answer),
                    Optional.ofNullable(failure));
        }
    }

    /** Refuses another job where there are as many as can be. */
    synchronized void requireRoom() {
        forgetOld();
        if (jobs.size() >= MOST || resultBytes >= MOST_RESULT_BYTES) {
            throw new OverloadException(
                    RestErrors.TOO_MANY_JOBS,
                    "There are " + jobs.size() + " jobs with " + (resultBytes >> 20) + " MiB of results, and at most "
                            + MOST + " jobs and " + (MOST_RESULT_BYTES >> 20)
                            + " MiB are kept. Delete jobs whose result was fetched, or try again later.",
                    WHEN_FULL);
        }
    }

    /** Keeps a call that was started. */
    Snapshot add(String route, Caller caller, CompletableFuture<RouteAnswer> answer, Cancellation cancellation) {
        Job job;
        synchronized (this) {
            byte[] id = new byte[ID_BYTES];
            random.nextBytes(id);
            job = new Job(HexFormat.of().formatHex(id), route, caller.name(), clock.instant(), cancellation);
            jobs.put(job.id, job);
        }
        CompletableFuture<?> unused = answer.whenComplete((result, failure) -> end(job, result, failure));
        synchronized (this) {
            return job.snapshot();
        }
    }

    private synchronized void end(Job job, @Nullable RouteAnswer result, @Nullable Throwable failure) {
        job.ended = clock.instant();
        if (job.state == State.CANCELLED) {
            return;
        }
        if (failure != null) {
            job.state = State.FAILED;
            job.failure = HttpFailure.of(failure);
        } else {
            job.state = State.DONE;
            job.answer = result;
            resultBytes += job.bytes();
        }
    }

    /** The job with this id, where the caller may see it: its owner, or who operates this server. */
    synchronized Optional<Snapshot> find(String id, Caller caller) {
        forgetOld();
        return Optional.ofNullable(jobs.get(id))
                .filter(job -> isFor(job, caller))
                .map(Job::snapshot);
    }

    /** The jobs that the caller may see, oldest first. */
    synchronized List<Snapshot> list(Caller caller) {
        forgetOld();
        return jobs.values().stream()
                .filter(job -> isFor(job, caller))
                .map(Job::snapshot)
                .toList();
    }

    /** Stops a job that runs, and forgets it and its result. Gives whether there was one. */
    boolean delete(String id, Caller caller) {
        Cancellation cancellation;
        synchronized (this) {
            Job job = jobs.get(id);
            if (job == null || !isFor(job, caller)) {
                return false;
            }
            remove(job);
            job.state = State.CANCELLED;
            cancellation = job.cancellation;
        }
        cancellation.cancel();
        return true;
    }

    /** Stops everything. */
    void close() {
        List<Cancellation> running;
        synchronized (this) {
            running = jobs.values().stream()
                    .filter(job -> job.state == State.RUNNING)
                    .map(job -> job.cancellation)
                    .toList();
        }
        running.forEach(Cancellation::cancel);
    }

    private void forgetOld() {
        Instant oldest = clock.instant().minus(RETENTION);
        List<Job> old = jobs.values().stream()
                .filter(job -> job.ended != null && job.ended.isBefore(oldest))
                .toList();
        old.forEach(this::remove);
    }

    private void remove(Job job) {
        jobs.remove(job.id);
        resultBytes -= job.bytes();
    }

    private static boolean isFor(Job job, Caller caller) {
        return job.owner.equals(caller.name()) || caller.role().includes(Role.OPERATE);
    }
}
