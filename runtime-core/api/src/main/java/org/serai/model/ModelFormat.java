package org.serai.model;

import java.nio.file.Path;

/**
 * Reads one file format. A plugin provides one as an OSGi service. Stateless and thread-safe.
 *
 * <p>Model files come from strangers: an implementation checks every count, length, offset and alignment against the
 * file before it allocates for it.
 */
public interface ModelFormat {
    /** Service property: the stable, lower-case name of the format, such as {@code gguf}. */
    String NAME = "serai.format.name";

    /** Says whether the file is of this format by its first bytes. Cheap; never throws for what is in the file. */
    Support supports(Path file);

    /**
     * Opens a file, with all its parts.
     *
     * @throws org.serai.error.SeraiException where the file cannot be read, is damaged, or uses what this reader does
     *     not know; nothing stays open then
     */
    ModelFile open(Path file);
}
