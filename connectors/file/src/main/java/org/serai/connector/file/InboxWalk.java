package org.serai.connector.file;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the documents of an inbox. Thread-safe.
 *
 * @param recursive true to look into its folders too
 */
record InboxWalk(Path folder, NameFilter filter, boolean recursive) {
    private static final Logger LOG = LoggerFactory.getLogger(InboxWalk.class);

    /**
     * The documents that are there, in no order.
     *
     * @param links is told the symbolic links, which are no documents
     */
    List<Inbox.Found> files(Consumer<Path> links) throws IOException {
        List<Inbox.Found> files = new ArrayList<>();
        int depth = recursive ? Integer.MAX_VALUE : 1;
        Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                return visited.equals(folder) || !filter.isHidden(visited)
                        ? FileVisitResult.CONTINUE
                        : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                Path path = folder.relativize(file);
                if (attributes.isSymbolicLink()) {
                    links.accept(path);
                } else if (attributes.isRegularFile() && filter.accepts(path)) {
                    files.add(new Inbox.Found(path, FileState.of(attributes)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (file.equals(folder)) {
                    throw failure;
                }
                // Gone since the folder was listed, or a folder that must not be read: there is no document to
                // take.
                LOG.debug("Skipping {}: {}", file, failure.toString());
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
