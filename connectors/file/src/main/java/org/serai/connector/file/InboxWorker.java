package org.serai.connector.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.OverloadException;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the books of one inbox: which documents are worked on, which wait for another attempt, and whose outcomes are on
 * their way to the disk. Belongs to one thread.
 */
final class InboxWorker {
    private static final Logger LOG = LoggerFactory.getLogger(InboxWorker.class);

    /** The route that works on documents. */
    @FunctionalInterface
    interface Route {
        /**
         * Starts the route on a document and returns at once.
         *
         * @param source names the delivery
         * @param attempt counts from 1
         */
        void start(Inbox.Found found, Document document, String source, int attempt);
    }

    private final Folders folders;
    private final Inbox inbox;
    private final DocumentReader reader;
    private final Attempts attempts;
    private final Deliveries deliveries;
    private final Provenance provenance;
    private final IntUnaryOperator room;
    private final int maxAttempts;
    private final Consumer<ErrorCode> givenUp;
    private final Route route;
    private final Map<Path, Inbox.Found> inFlight = new HashMap<>();
    private @Nullable SeraiException unreadable;
    private @Nullable SeraiException unnoted;

    /**
     * The books of an inbox.
     *
     * @param room how many more documents can be begun, given how many are worked on or whose outcome is on its way
     * @param givenUp hears why a document is given up
     */
    InboxWorker(
            Folders folders,
            Inbox inbox,
            DocumentReader reader,
            Attempts attempts,
            Deliveries deliveries,
            Provenance provenance,
            IntUnaryOperator room,
            int maxAttempts,
            Consumer<ErrorCode> givenUp,
            Route route) {
        this.folders = folders;
        this.inbox = inbox;
        this.reader = reader;
        this.attempts = attempts;
        this.deliveries = deliveries;
        this.provenance = provenance;
        this.room = room;
        this.maxAttempts = maxAttempts;
        this.givenUp = givenUp;
        this.route = route;
    }

    /** How many documents a stop would have to begin again. */
    int unfinished() {
        return inFlight.size() + deliveries.undecided();
    }

    /** Why the inbox does not go on at the moment; null where it does. */
    @Nullable
    SeraiException trouble() {
        return unreadable != null ? unreadable : unnoted != null ? unnoted : deliveries.trouble();
    }

    /** Writes what can be written now. */
    void deliver() {
        deliveries.run();
    }

    /** Takes as many documents as there is room for. */
    void look() {
        int more = room.applyAsInt(busy());
        if (more <= 0) {
            return;
        }
        int most = busy() + more;
        List<Inbox.Found> settled = settled();
        if (settled.isEmpty()) {
            unnoted = null;
        }
        for (Inbox.Found found : settled) {
            if (busy() >= most) {
                return;
            }
            if (!inFlight.containsKey(found.path())
                    && !deliveries.contains(found.path())
                    && !attempts.mustWait(found)) {
                take(found);
            }
        }
    }

    private int busy() {
        return inFlight.size() + deliveries.size();
    }

    private List<Inbox.Found> settled() {
        try {
            List<Inbox.Found> settled = inbox.look();
            unreadable = null;
            return settled;
        } catch (IOException e) {
            boolean isTold = unreadable != null;
            SeraiException told = new SeraiException(
                    FileErrors.INBOX_UNREADABLE,
                    "Inbox " + folders.inbox() + " cannot be looked through: " + e
                            + ". It is tried again; bring the folder back or correct its permissions.",
                    e);
            unreadable = told;
            if (!isTold) {
                LOG.warn("{}", told.getMessage());
                LOG.debug("Where that happened", told);
            }
            return List.of();
        }
    }

    private void take(Inbox.Found found) {
        try {
            Document document = reader.read(found.path(), found.state());
            if (!FileState.of(folders.inbox().resolve(found.path())).equals(found.state())) {
                LOG.debug("{} changed while it was read; waiting until it settles", found.path());
                return;
            }
            if (attempts.count(found) >= maxAttempts) {
                throw new SeraiException(
                        FileErrors.PROCESS_ENDED,
                        "The process ended " + attempts.count(found) + " times while it worked on " + found.path()
                                + ", which is as often as the option maxAttempts allows. See the logs of that time, and"
                                + " drop it again.");
            }
            String source = begin(found);
            if (source == null) {
                return;
            }
            inFlight.put(found.path(), found);
            route.start(found, document, source, attempts.count(found));
        } catch (NoSuchFileException e) {
            forget(found.path());
            LOG.debug("{} disappeared before it was taken", found.path());
        } catch (IOException e) {
            fail(
                    found,
                    new SeraiException(
                            FileErrors.UNREADABLE,
                            found.path() + " cannot be looked at: " + e + ". Drop it again.",
                            e));
        } catch (SeraiException e) {
            fail(found, e);
        }
    }

    /** What cannot be noted is not begun: if the process ended in the middle of it, nobody would know. */
    private @Nullable String begin(Inbox.Found found) {
        try {
            String source = attempts.begin(found);
            unnoted = null;
            return source;
        } catch (IOException e) {
            boolean isTold = unnoted != null;
            SeraiException told = new SeraiException(
                    FileErrors.ATTEMPT_NOT_NOTED,
                    found.path() + " waits in " + folders.inbox() + ", because it cannot be noted there that work on it"
                            + " begins: " + e
                            + ". It goes on by itself; make room on the disk, or correct permissions.",
                    e);
            unnoted = told;
            attempts.waitAfterFailure(found);
            if (!isTold) {
                LOG.warn("{}", told.getMessage());
                LOG.debug("Where that happened", told);
            }
            return null;
        }
    }

    /** Takes the answer to a document. */
    void answered(Document document, byte[] answer, byte[] sidecar) {
        conclude(Outcome.answer(document, folders, answer, sidecar));
    }

    /** Takes the failure of a document: it is tried again later where that can help. */
    void failed(Inbox.Found found, SeraiException failure) {
        int failures = attempts.count(found);
        if (failure.code().category() == ErrorCategory.OVERLOAD) {
            inFlight.remove(found.path());
            postpone(found, failure);
        } else if (Failure.isPassing(failure) && failures < maxAttempts) {
            Duration wait = attempts.waitAfterFailure(found);
            inFlight.remove(found.path());
            LOG.info(
                    "{} stays in the inbox and is tried again in {} ms (attempt {} of {} failed): {}",
                    found.path(),
                    wait.toMillis(),
                    failures,
                    maxAttempts,
                    failure.getMessage());
        } else {
            fail(found, failure);
        }
    }

    /** Nothing was tried for want of room: that is no attempt, and whoever refused may say when there will be some. */
    private void postpone(Inbox.Found found, SeraiException failure) {
        uncount(found);
        if (failure instanceof OverloadException overload) {
            attempts.waitFor(found, overload.retryAfter());
        } else {
            attempts.waitAfterFailure(found);
        }
        LOG.debug("{} stays in the inbox until there is room: {}", found.path(), failure.getMessage());
    }

    /** The route was stopped with documents in flight: they are begun again, and that attempt does not count. */
    void interrupted() {
        inFlight.values().forEach(this::uncount);
        inFlight.clear();
    }

    private void uncount(Inbox.Found found) {
        try {
            attempts.uncount(found);
        } catch (IOException e) {
            LOG.warn("An attempt on {} counts although it did not happen: {}", found.path(), e.toString());
        }
    }

    private void forget(Path path) {
        try {
            attempts.forget(path);
        } catch (IOException e) {
            LOG.warn("The record of attempts on {} cannot be deleted: {}", path, e.toString());
        }
    }

    private void fail(Inbox.Found found, SeraiException failure) {
        int count = Math.max(1, attempts.count(found));
        LOG.warn("{} goes to {}: {}", found.path(), folders.failed(), failure.getMessage());
        givenUp.accept(failure.code());
        conclude(new Outcome(
                found.path(),
                found.state(),
                null,
                folders.failed(),
                List.of(new Outcome.NewFile(
                        FailedFolder.RECORD, provenance.ofFailure(found, failure, count, attempts.source(found)))),
                folders.failed(),
                null));
    }

    private void conclude(Outcome outcome) {
        inFlight.remove(outcome.path());
        deliveries.add(outcome, this::forget);
        deliveries.run();
    }
}
