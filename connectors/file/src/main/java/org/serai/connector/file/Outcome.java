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
 * @param letter the document where it lies among the failed ones, with the record of its failure beside it; null where it
 *     lies in the inbox
 */
record Outcome(
        Path path,
        FileState state,
        @Nullable String sha256,
        Path folder,
        List<NewFile> files,
        @Nullable Path inputFolder,
        @Nullable Path letter) {
    private static final String SIDECAR = ".json";

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

    /** The answer to a document, with the sidecar before it. */
    static Outcome answer(Document document, Folders folders, byte[] answer, byte[] sidecar) {
        return new Outcome(
                document.path(),
                document.state(),
                document.sha256(),
                folders.outbox(),
                List.of(new NewFile(SIDECAR, sidecar), new NewFile("", answer)),
                folders.done(),
                null);
    }

    /** The same for a document that failed before. */
    Outcome toLetter(Path file) {
        return new Outcome(path, state, sha256, folder, files, inputFolder, file);
    }
}
