package org.serai.connector.file;

import org.serai.error.ErrorCode;

/** Counts documents that are given up. Thread-safe and quick. */
@FunctionalInterface
interface LetterMeters {
    /**
     * A document is given up.
     *
     * @param source names the inbox, such as {@code file:/srv/inbox}
     */
    void deadLetter(String source, String route, ErrorCode reason);
}
