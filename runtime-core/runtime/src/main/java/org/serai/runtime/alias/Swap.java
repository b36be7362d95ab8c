package org.serai.runtime.alias;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.serai.error.SeraiException;
import org.serai.runtime.text.WholeFiles;

/**
 * An exchange that somebody ordered. Until the new model serves, nothing of it is in the alias's file; then the file says the
 * new values, as if somebody had edited it.
 */
final class Swap {
    private final String alias;
    private final Goal goal;
    private final String textBefore;
    private final Path file;
    private final CompletableFuture<SwapReport> outcome = new CompletableFuture<>();

    /**
     * @param goal what is to be; its text is the new one
     * @param textBefore what the file says now
     */
    Swap(String alias, Goal goal, String textBefore) {
        this.alias = alias;
        this.goal = goal;
        this.textBefore = textBefore;
        this.file = goal.content()
                .file()
                .orElseThrow(
                        () -> new SeraiException(
                                SwapErrors.NO_FILE,
                                "The configuration of alias '" + alias
                                        + "' does not come from a file, so no command changes it; change it where it comes from"));
    }

    Goal goal() {
        return goal;
    }

    /** Completes when the new model serves, or with the reason why the old one does. */
    CompletableFuture<SwapReport> outcome() {
        return outcome;
    }

    /**
     * Writes the file.
     *
     * @throws SeraiException where somebody changed it meanwhile, or it cannot be written
     */
    void commit() {
        try {
            if (!Files.readString(file).equals(textBefore)) {
                throw new SeraiException(
                        SwapErrors.SUPERSEDED,
                        "The file " + file + " was changed since the exchange of alias '" + alias
                                + "' began, so it does not take effect; look at the file, and try again");
            }
            WholeFiles.write(file, goal.content().text());
        } catch (IOException e) {
            throw new SeraiException(
                    SwapErrors.FILE,
                    "The file " + file + " of alias '" + alias + "' cannot be changed: " + e
                            + ". Give the user that runs Serai the right to write it and its folder, and make room",
                    e);
        }
    }

    void succeed(SwapReport report) {
        outcome.complete(report);
    }

    /** Ends it, with the old model still serving. */
    void fail(SeraiException reason) {
        outcome.completeExceptionally(
                reason.code().equals(SwapErrors.SUPERSEDED)
                        ? reason
                        : new SeraiException(
                                SwapErrors.FAILED,
                                "Alias '" + alias + "' stays with what it had: " + reason.getMessage(),
                                reason));
    }
}
