package org.serai.connector.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;

/** Keeps others, in this process and in others, from working on the same inbox. The end of the process frees it. */
final class InboxLock implements AutoCloseable {
    private final FileChannel channel;

    private InboxLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws SeraiException where somebody else has the inbox */
    static InboxLock acquire(Folders folders) {
        Path file = folders.state().resolve("lock");
        @Nullable FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                return new InboxLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            close(channel);
            throw inUse(folders, e);
        } catch (IOException e) {
            close(channel);
            throw new SeraiException(
                    FileErrors.FOLDER_UNUSABLE,
                    "Inbox " + folders.inbox() + " cannot be locked: " + e
                            + ". It must lie on a file system with locks, and " + file + " must be writable.",
                    e);
        }
        close(channel);
        throw inUse(folders, null);
    }

    private static SeraiException inUse(Folders folders, @Nullable Throwable cause) {
        return new SeraiException(
                FileErrors.INBOX_IN_USE,
                "Another route or another instance works on inbox " + folders.inbox()
                        + ". An inbox belongs to one route: stop the other, or name another folder.",
                cause);
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        close(channel);
    }
}
