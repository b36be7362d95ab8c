package org.serai.connector.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;

/**
 * What tells one version of a file from another without reading it. A rename keeps it; writing changes it, and so does a
 * new file under the old name.
 *
 * @param size in bytes
 * @param modified when it was last written to
 * @param key the file system's own name of the file, such as its inode; {@code "null"} where it has none
 */
record FileState(long size, Instant modified, String key) {
    /** The state of a file; a symbolic link is not followed. */
    static FileState of(Path file) throws IOException {
        return of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    static FileState of(BasicFileAttributes attributes) {
        return new FileState(
                attributes.size(), attributes.lastModifiedTime().toInstant(), Objects.toString(attributes.fileKey()));
    }
}
