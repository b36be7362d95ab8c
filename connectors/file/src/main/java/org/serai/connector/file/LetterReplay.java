package org.serai.connector.file;

import org.jspecify.annotations.Nullable;

/** Gives a document that failed to its route again. Thread-safe. */
@FunctionalInterface
interface LetterReplay {
    /**
     * Returns when the answer is on the disk and the document is answered.
     *
     * @param alias the alias to ask instead of the one that the route names; null for that
     * @throws org.serai.error.SeraiException why it failed again; the document stays where it is
     */
    void replay(FailedDocument failed, @Nullable String alias);
}
