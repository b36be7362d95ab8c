package org.serai.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;

/**
 * Lets one process at a time run in a home. The operating system holds the lock and drops it with the process, however
 * that ends; the process id in the file is for people and for {@code stop}, and means nothing without the lock.
 */
final class InstanceLock implements AutoCloseable {
    /** Beyond the text, because a locked region cannot be read on some systems. */
    private static final long LOCKED_BYTE = 1L << 30;

    /** Somebody who only looks holds the lock for an instant; somebody who runs keeps it. */
    private static final int ATTEMPTS = 10;

    private static final long PAUSE_MILLIS = 20;

    private final FileChannel channel;

    private InstanceLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock and writes this process's id.
     *
     * @throws SeraiException where another process holds it
     */
    static InstanceLock acquire(Home home) {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                FileChannel channel = open(home);
                if (tryLock(channel) != null) {
                    channel.truncate(0);
                    channel.write(ByteBuffer.wrap(
                            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
                    return new InstanceLock(channel);
                }
                channel.close();
                Thread.sleep(PAUSE_MILLIS);
            }
            throw new SeraiException(
                    LauncherErrors.ALREADY_RUNNING,
                    "Serai already runs in " + home.directory() + ", as process " + pid(home)
                            + ": stop it first ('serai stop'), or give this one a home of its own with SERAI_HOME.");
        } catch (IOException e) {
            throw unusable(home, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The process that runs in the home, where there is one. */
    static Optional<ProcessHandle> owner(Home home) {
        if (!Files.exists(home.lockFile())) {
            return Optional.empty();
        }
        try (FileChannel channel = open(home)) {
            if (tryLock(channel) != null) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(pid(home)));
        } catch (NumberFormatException e) {
            // The owner has the lock and writes its number in the next instant.
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(home, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("The lock of this instance cannot be released", e);
        }
    }

    private static FileChannel open(Home home) throws IOException {
        return FileChannel.open(
                home.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    private static String pid(Home home) throws IOException {
        return Files.readString(home.lockFile(), StandardCharsets.US_ASCII).strip();
    }

    private static SeraiException unusable(Home home, IOException cause) {
        return new SeraiException(
                LauncherErrors.HOME_UNUSABLE,
                "The lock file " + home.lockFile() + " cannot be read and written (" + cause
                        + "): give user '" + System.getProperty("user.name") + "' the right to, or choose another home"
                        + " with SERAI_HOME.",
                cause);
    }
}
