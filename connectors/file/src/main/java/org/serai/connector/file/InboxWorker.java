package org.serai.connector.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the books of one inbox: which documents are worked on, which wait for another attempt, and whose outcomes are on
 * their way to the disk. Belongs to one thread.
 */
final class InboxWorker {
    private static final Logger LOG = LoggerFactory.getLogger(InboxWorker.class);
    private static final String SIDECAR = ".json";
    private static final String REASON = ".error.json";

    /** The route that works on documents. */
    @FunctionalInterface
    interface Route {
        /**
         * Starts the route on a document and returns at once.
         *
         * @param attempt counts from 1
         */
        void start(Inbox.Found found, Document document, int attempt);
    }

    private final Folders folders;
    private final Inbox inbox;
    private final DocumentReader reader;
    private final Attempts attempts;
    private final Deliveries deliveries;
    private final Provenance provenance;
    private final int maxInFlight;
    private final int maxAttempts;
    private final Route route;
    private final Set<Path> inFlight = new HashSet<>();
    private boolean inboxUnreadable;

    InboxWorker(
            Folders folders,
            Inbox inbox,
            DocumentReader reader,
            Attempts attempts,
            Deliveries deliveries,
            Provenance provenance,
            int maxInFlight,
            int maxAttempts,
            Route route) {
        this.folders = folders;
        this.inbox = inbox;
        this.reader = reader;
        this.attempts = attempts;
        this.deliveries = deliveries;
        this.provenance = provenance;
        this.maxInFlight = maxInFlight;
        this.maxAttempts = maxAttempts;
        this.route = route;
    }

    /** How many documents a stop would have to begin again. */
    int unfinished() {
        return inFlight.size() + deliveries.undecided();
    }

    /** Writes what can be written now. */
    void deliver() {
        deliveries.run();
    }

    /** Takes as many documents as there is room for. */
    void look() {
        if (!hasRoom()) {
            return;
        }
        for (Inbox.Found found : settled()) {
            if (!hasRoom()) {
                return;
            }
            if (!inFlight.contains(found.path()) && !deliveries.contains(found.path()) && !attempts.mustWait(found)) {
                take(found);
            }
        }
    }

    private boolean hasRoom() {
        return inFlight.size() + deliveries.size() < maxInFlight;
    }

    private List<Inbox.Found> settled() {
        try {
            List<Inbox.Found> settled = inbox.look();
            inboxUnreadable = false;
            return settled;
        } catch (IOException e) {
            if (!inboxUnreadable) {
                inboxUnreadable = true;
                SeraiException told = new SeraiException(
                        FileErrors.INBOX_UNREADABLE,
                        "Inbox " + folders.inbox() + " cannot be looked through: " + e
                                + ". It is tried again; bring the folder back or correct its permissions.",
                        e);
                LOG.warn(told.getMessage(), told);
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
            inFlight.add(found.path());
            route.start(found, document, attempts.failures(found) + 1);
        } catch (NoSuchFileException e) {
            attempts.forget(found.path());
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

    /** Takes the answer to a document. */
    void answered(Inbox.Found found, Document document, byte[] answer, byte[] sidecar) {
        attempts.forget(found.path());
        conclude(new Outcome(
                found.path(),
                found.state(),
                document.sha256(),
                folders.outbox(),
                List.of(new Outcome.NewFile(SIDECAR, sidecar), new Outcome.NewFile("", answer)),
                folders.done()));
    }

    /** Takes the failure of a document: it is tried again later where that can help. */
    void failed(Inbox.Found found, SeraiException failure) {
        int failures = attempts.failures(found) + 1;
        if (Failure.isPassing(failure) && failures < maxAttempts) {
            Duration wait = attempts.failed(found);
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

    private void fail(Inbox.Found found, SeraiException failure) {
        int count = attempts.failures(found) + 1;
        attempts.forget(found.path());
        LOG.warn("{} goes to {}: {}", found.path(), folders.failed(), failure.getMessage());
        conclude(new Outcome(
                found.path(),
                found.state(),
                null,
                folders.failed(),
                List.of(new Outcome.NewFile(REASON, provenance.ofFailure(found, failure, count))),
                folders.failed()));
    }

    private void conclude(Outcome outcome) {
        inFlight.remove(outcome.path());
        deliveries.add(outcome);
        deliveries.run();
    }
}
