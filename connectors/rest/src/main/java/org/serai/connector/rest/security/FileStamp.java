package org.serai.connector.rest.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * By what a replaced file is told from its predecessor.
 *
 * @param size in bytes; -1 where there is no file
 * @param modified in milliseconds
 * @param key the file system's own identity of it, where it has one
 */
record FileStamp(long size, long modified, @Nullable Object key) {
    static final FileStamp NONE = new FileStamp(-1, 0, null);

    static FileStamp of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(
                    attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.fileKey());
        } catch (IOException e) {
            return NONE; // reading it tells what is wrong, where anything is
        }
    }
}
