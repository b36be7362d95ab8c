package org.serai.connector.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;

/**
 * Where documents come from and go to. All paths are absolute.
 *
 * @param inbox where documents are dropped
 * @param outbox where answers go
 * @param failed where documents go that cannot be answered
 * @param done where answered documents go; null where they are deleted
 */
record Folders(
        Path inbox, Path outbox, Path failed, @Nullable Path done) {
    /** The connector's own folder in the inbox. */
    private static final String STATE = ".serai";

    /**
     * Checks that no folder's output is another one's input.
     *
     * @param recursive true where the folders in the inbox belong to it
     */
    void validate(boolean recursive) {
        for (Path target : targets()) {
            if (target.equals(inbox) || (recursive && target.startsWith(inbox))) {
                throw new SeraiException(
                        FileErrors.INVALID_OPTION,
                        "Folder " + target + " lies in the inbox " + inbox
                                + ", so that what is put there would be taken again. Name another folder.");
            }
        }
    }

    /** Makes the folders that are missing. */
    void create() {
        for (Path folder : List.of(inbox, journal(), taken(), attempts())) {
            create(folder);
        }
        targets().forEach(Folders::create);
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SeraiException(
                    FileErrors.FOLDER_UNUSABLE,
                    "Folder " + folder + " cannot be made: " + e
                            + ". Make it, or correct the route and the permissions.",
                    e);
        }
        if (!Files.isWritable(folder)) {
            throw new SeraiException(
                    FileErrors.FOLDER_UNUSABLE,
                    "Folder " + folder + " cannot be written to. Correct its permissions, or name another.");
        }
    }

    /** The folders that outcomes go to. */
    List<Path> targets() {
        return done == null ? List.of(outbox, failed) : List.of(outbox, failed, done);
    }

    Path state() {
        return inbox.resolve(STATE);
    }

    Path journal() {
        return state().resolve("journal");
    }

    Path attempts() {
        return state().resolve("attempts");
    }

    Path taken() {
        return state().resolve("taken");
    }
}
