package org.serai.connector.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** File operations that are on the disk when they return. */
final class DurableFiles {
    private static final boolean FOLDERS_CAN_BE_FORCED =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private DurableFiles() {}

    /** Writes a file, over what may be there. */
    static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** Makes the names in a folder durable. */
    static void forceFolder(Path folder) throws IOException {
        if (FOLDERS_CAN_BE_FORCED) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /**
     * Gives a file another name, in another folder perhaps, and never replaces a file. Where both folders lie on one file
     * system there is no moment at which a part of the file can be seen.
     *
     * @param part a hidden name in the target's folder, for the time of a copy where the file systems differ
     * @throws FileAlreadyExistsException where the target is there already and is another file
     */
    static void move(Path source, Path target, Path part) throws IOException {
        try {
            rename(source, target);
        } catch (AtomicMoveNotSupportedException e) {
            copy(source, target, part);
        }
        forceFolder(folder(target));
        forceFolder(folder(source));
    }

    static Path folder(Path file) {
        return file.resolveSibling("");
    }

    /** A hard link fails where its name is taken, whereas a plain rename would replace what is there. */
    private static void rename(Path source, Path target) throws IOException {
        try {
            Files.createLink(target, source);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isSameFile(source, target)) {
                throw e;
            }
        } catch (UnsupportedOperationException | FileSystemException e) {
            // No links here: not on this file system, not to another one, or not to a file of another owner.
            if (Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Files.delete(source);
    }

    private static void copy(Path source, Path target, Path part) throws IOException {
        if (Files.exists(target)) {
            if (Files.mismatch(source, target) >= 0) {
                throw new FileAlreadyExistsException(target.toString());
            }
        } else {
            Files.copy(source, part, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            rename(part, target);
            forceFolder(folder(target));
        }
        Files.delete(source);
    }
}
