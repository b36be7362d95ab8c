package org.serai.connector.file;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a document: files to write, and where the document goes.
 *
 * @param path the document, from the inbox
 * @param state the version of it that was read
 * @param sha256 of the document; null where it was not read
 * @param folder where the files go
 * @param files in the order in which they appear
 * @param inputFolder where the document goes; null where it is deleted
 */
record Outcome(
        Path path,
        FileState state,
        @Nullable String sha256,
        Path folder,
        List<NewFile> files,
        @Nullable Path inputFolder) {
    /**
     * A file to write.
     *
     * @param suffix what comes after the document's name
     * @param content all of it
     */
    @SuppressWarnings("ArrayRecordComponent") // written once, compared by nobody
    record NewFile(String suffix, byte[] content) {}

    Outcome {
        files = List.copyOf(files);
    }
}
