package org.serai.format.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/**
 * One file, mapped and its header read.
 *
 * @param path the file
 * @param bytes all of it, read-only
 * @param header what its header says
 */
record MappedPart(Path path, MemorySegment bytes, GgufHeader header) {
    /**
     * Maps a file into an arena, which the caller closes also where this fails.
     *
     * @param ifMissing the error where there is no such file
     */
    static MappedPart open(Path path, Arena arena, ErrorCode ifMissing) {
        MemorySegment bytes = map(path, arena, ifMissing);
        return new MappedPart(path, bytes, HeaderReader.read(bytes, path.toString()));
    }

    private static MemorySegment map(Path path, Arena arena, ErrorCode ifMissing) {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new SeraiException(
                    GgufErrors.UNREADABLE,
                    path + " is " + (Files.isDirectory(path) ? "a folder" : "no regular file") + "; name a .gguf file");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            return size == 0 ? MemorySegment.NULL : map(channel, size, path, arena);
        } catch (NoSuchFileException e) {
            throw new SeraiException(ifMissing, "There is no file " + path, e);
        } catch (IOException e) {
            throw new SeraiException(
                    GgufErrors.UNREADABLE, path + " cannot be read (" + e + "): check its permissions and the disk", e);
        }
    }

    private static MemorySegment map(FileChannel channel, long size, Path path, Arena arena) {
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
        } catch (IOException e) {
            throw new SeraiException(
                    GgufErrors.MAPPING,
                    path + " cannot be mapped, " + size + " bytes of address space are needed (" + e
                            + "): check the limits of the process (ulimit -v) and the file system",
                    e);
        }
    }
}
