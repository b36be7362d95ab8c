package org.serai.it.benchmarks.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** An inbox, and the folder in which each document has its answer under the same name. */
record Folders(Path inbox, Path outbox) {
    private static final long LOOK_MILLIS = 20;

    /** Says whether there is no use in waiting for longer, by an exception. */
    @FunctionalInterface
    interface Check {
        void check() throws Exception;
    }

    /** Files appear whole, one after the other within a moment. */
    void drop(List<Document> documents) throws IOException {
        Path aside = Files.createDirectories(inbox.resolveSibling("aside"));
        for (Document document : documents) {
            Files.writeString(aside.resolve(document.name()), document.text());
        }
        for (Document document : documents) {
            Files.move(aside.resolve(document.name()), inbox.resolve(document.name()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    void await(List<Document> documents, Check check) throws Exception {
        for (Document document : documents) {
            while (!Files.exists(outbox.resolve(document.name()))) {
                check.check();
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }
}
