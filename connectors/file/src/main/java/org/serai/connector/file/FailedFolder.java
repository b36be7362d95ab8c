package org.serai.connector.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of documents that could not be answered, each with the record of its failure beside it. Stateless.
 *
 * @param path absolute
 */
record FailedFolder(Path path) {
    /** What the record of a failure has behind the document's name. */
    static final String RECORD = ".error.json";

    /** The documents that have a record, from the folder; what else lies there is no letter. */
    List<Path> documents() throws IOException {
        return FileTree.files(path).stream()
                .filter(file -> file.getFileName().toString().endsWith(RECORD))
                .map(FailedFolder::document)
                .filter(FailedFolder::isDocument)
                .map(path::relativize)
                .toList();
    }

    private static Path document(Path failure) {
        String name = failure.getFileName().toString();
        return failure.resolveSibling(name.substring(0, name.length() - RECORD.length()));
    }

    /** True where a document is there, with the record of its failure. */
    boolean holds(Path relative) {
        Path document = path.resolve(relative).normalize();
        return document.startsWith(path) && isDocument(document) && isFile(failure(document));
    }

    private static boolean isDocument(Path file) {
        String name = file.getFileName().toString();
        return !name.isEmpty() && !name.startsWith(".") && isFile(file);
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** The record of the failure of a document. */
    static Path failure(Path document) {
        return Names.with(document, RECORD);
    }
}
