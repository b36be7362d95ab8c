package org.serai.it.benchmarks.documents;

import java.io.IOException;
import java.util.List;

/** Somebody who answers documents of a folder, ready to begin. */
interface Side extends AutoCloseable {
    /**
     * Puts documents into the folder together, and waits until each has its answer.
     *
     * @throws IllegalStateException where one has none
     */
    Batch answer(List<Document> documents) throws Exception;

    @Override
    void close() throws IOException;
}
