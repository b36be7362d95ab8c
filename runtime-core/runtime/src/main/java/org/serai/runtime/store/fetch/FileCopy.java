package org.serai.runtime.store.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.serai.error.SeraiException;

/** Copies a file of this machine into the store. */
public final class FileCopy {
    private static final long PIECE_BYTES = 8L << 20;

    private final DiskSpace space;

    FileCopy(DiskSpace space) {
        this.space = space;
    }

    void fetch(Path file, PartialFile target, Progress progress) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new SeraiException(
                    FetchErrors.SOURCE_MISSING, Files.exists(file) ? file + " is no file" : "There is no file " + file);
        }
        target.restart("");
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel out = target.append()) {
            long size = in.size();
            space.require(target.path().resolveSibling(""), size);
            progress.begin(String.valueOf(file.getFileName()), 0, size);
            long done = 0;
            while (done < size) {
                long copied = in.transferTo(done, Math.min(PIECE_BYTES, size - done), out);
                if (copied <= 0) {
                    throw new SeraiException(
                            FetchErrors.BROKEN_OFF, file + " became shorter while it was copied; try again");
                }
                done += copied;
                progress.advanceTo(done);
            }
            progress.end();
        }
    }

    /** Gives the file a second name in the store instead of copying it. */
    void link(Path file, PartialFile target) throws IOException {
        checkRegular(file);
        target.delete();
        try {
            Files.createLink(target.path(), file.toRealPath());
        } catch (FileSystemException | UnsupportedOperationException e) {
            throw new SeraiException(
                    FetchErrors.CANNOT_LINK,
                    file + " cannot be linked into the store (" + e
                            + "): both must be on one file system; leave out --link" + " to copy it",
                    e);
        }
    }

    private static void checkRegular(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SeraiException(
                    FetchErrors.SOURCE_MISSING, Files.exists(file) ? file + " is no file" : "There is no file " + file);
        }
    }
}
