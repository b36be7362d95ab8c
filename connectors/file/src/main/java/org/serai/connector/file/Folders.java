package org.serai.connector.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
            if (isWritable(folder)) {
                throw noRoom(folder, e);
            }
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

    /** True where nothing is in the way of a folder, and it would be allowed to make it. */
    private static boolean isWritable(Path folder) {
        Path above = folder;
        while (above.getParent() != null && !Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
            above = above.getParent();
        }
        return Files.isDirectory(above) && Files.isWritable(above);
    }

    /** What is allowed fails all the same: most often the disk is full. */
    static SeraiException noRoom(Path file, IOException reason) {
        return new SeraiException(
                FileErrors.NO_ROOM,
                file + " cannot be written although its folder is writable: " + reason
                        + ". It is tried again; make room on the disk.",
                reason);
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
