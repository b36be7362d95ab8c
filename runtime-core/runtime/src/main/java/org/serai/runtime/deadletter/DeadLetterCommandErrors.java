package org.serai.runtime.deadletter;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** The failures of the {@code dlq} command. */
public final class DeadLetterCommandErrors {
    /** No place has a letter of this id. */
    public static final ErrorCode NO_SUCH_LETTER = new ErrorCode(2500, ErrorCategory.NOT_FOUND);

    /** More than one place has a letter of this id. */
    public static final ErrorCode AMBIGUOUS = new ErrorCode(2501, ErrorCategory.INVALID);

    /** No running route keeps dead letters in this place. */
    public static final ErrorCode NO_SUCH_PLACE = new ErrorCode(2502, ErrorCategory.NOT_FOUND);

    /** What should be a time is none. */
    public static final ErrorCode NO_TIME = new ErrorCode(2503, ErrorCategory.INVALID);

    /** A replay does not say which letters. */
    public static final ErrorCode NOTHING_CHOSEN = new ErrorCode(2504, ErrorCategory.INVALID);

    private DeadLetterCommandErrors() {}
}
