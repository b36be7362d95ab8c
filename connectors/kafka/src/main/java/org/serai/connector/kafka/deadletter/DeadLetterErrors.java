package org.serai.connector.kafka.deadletter;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** The failures of dead-letter topics. */
public final class DeadLetterErrors {
    /** A dead-letter topic cannot be read. */
    public static final ErrorCode UNREADABLE = new ErrorCode(2260, ErrorCategory.UNAVAILABLE);

    /** There is no such letter, or it was replayed already. */
    public static final ErrorCode NO_SUCH_LETTER = new ErrorCode(2261, ErrorCategory.NOT_FOUND);

    /** Somebody replays the letter at this moment. */
    public static final ErrorCode IN_REPLAY = new ErrorCode(2262, ErrorCategory.UNAVAILABLE);

    private DeadLetterErrors() {}
}
