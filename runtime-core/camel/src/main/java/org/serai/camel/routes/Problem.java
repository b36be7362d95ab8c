package org.serai.camel.routes;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/**
 * Something that keeps a route file from running.
 *
 * @param code what kind of problem it is
 * @param line where in the file, from 1; 0 where no line is to blame
 * @param message what is wrong, and what would be right
 */
public record Problem(ErrorCode code, int line, String message) {
    /** True where the file can be right, and only something that may still come is missing. */
    public boolean mayPass() {
        return code.category() == ErrorCategory.NOT_FOUND || code.category() == ErrorCategory.UNAVAILABLE;
    }

    /** The problem as people read it: {@code FILE:LINE: SERAI-nnnn: message}. */
    public String text(String file) {
        return file + (line > 0 ? ":" + line : "") + ": " + code + ": " + message;
    }
}
