package org.serai.connector.file;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;
import org.serai.status.StatusSource;

/** How an inbox is: told by its consumer, read by whoever asks. Thread-safe. */
final class InboxFigures {
    private final String route;
    private final InboxWalk inbox;
    private final FailedFolder failed;
    private volatile int inFlight;
    private volatile @Nullable SeraiException trouble;

    InboxFigures(String route, InboxWalk inbox, FailedFolder failed) {
        this.route = route;
        this.inbox = inbox;
        this.failed = failed;
    }

    /** @param documents that are worked on, or whose outcome is not decided on the disk */
    void inFlight(int documents) {
        inFlight = documents;
    }

    int inFlight() {
        return inFlight;
    }

    /** @param reason why the inbox does not go on; null where it does */
    void trouble(@Nullable SeraiException reason) {
        trouble = reason;
    }

    StatusSource.Row row() {
        @Nullable SeraiException reason = trouble;
        int working = inFlight;
        if (reason != null) {
            return row(working, "blocked", working + " in flight; " + reason.getMessage(), false);
        }
        try {
            List<Inbox.Found> documents = inbox.files(link -> {});
            int waiting = Math.max(0, documents.size() - working);
            return row(
                    working,
                    waiting > 0 ? "waiting" : "idle",
                    working + " in flight, " + waiting + " waiting, "
                            + failed.documents().size() + " failed",
                    true);
        } catch (IOException e) {
            return row(working, "blocked", working + " in flight; its folders cannot be looked through: " + e, false);
        }
    }

    private StatusSource.Row row(int working, String state, String detail, boolean healthy) {
        return new StatusSource.Row(
                inbox.folder().toString(),
                healthy && working > 0 ? "working" : state,
                "route " + route + ": " + detail,
                healthy);
    }
}
