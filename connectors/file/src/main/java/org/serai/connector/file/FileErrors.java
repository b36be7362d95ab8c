package org.serai.connector.file;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** The failures of the {@code serai-file:} component. */
public final class FileErrors {
    /** An option of the endpoint has a value that makes no sense. */
    public static final ErrorCode INVALID_OPTION = new ErrorCode(1900, ErrorCategory.CONFIGURATION);

    /** A folder cannot be made or written to. */
    public static final ErrorCode FOLDER_UNUSABLE = new ErrorCode(1901, ErrorCategory.CONFIGURATION);

    /** Somebody else works on the inbox. */
    public static final ErrorCode INBOX_IN_USE = new ErrorCode(1902, ErrorCategory.CONFIGURATION);

    /** The connector's own files cannot be written at the start, as on a full disk. */
    public static final ErrorCode NO_ROOM = new ErrorCode(1903, ErrorCategory.RESOURCE);

    /** A document has nothing in it. */
    public static final ErrorCode EMPTY_DOCUMENT = new ErrorCode(1910, ErrorCategory.INVALID);

    /** A document is larger than the endpoint takes. */
    public static final ErrorCode DOCUMENT_TOO_LARGE = new ErrorCode(1911, ErrorCategory.TOO_LONG);

    /** A document is of a type that is not taken. */
    public static final ErrorCode UNSUPPORTED_TYPE = new ErrorCode(1912, ErrorCategory.UNSUPPORTED);

    /** A document's bytes are no text in the endpoint's charset. */
    public static final ErrorCode NOT_TEXT = new ErrorCode(1913, ErrorCategory.INVALID);

    /** A document cannot be read. */
    public static final ErrorCode UNREADABLE = new ErrorCode(1914, ErrorCategory.RESOURCE);

    /** The route failed with an error that has no code of its own. */
    public static final ErrorCode ROUTE_FAILED = new ErrorCode(1920, ErrorCategory.INTERNAL);

    /** The route ended without a body that can be written. */
    public static final ErrorCode NO_RESULT = new ErrorCode(1921, ErrorCategory.CONFIGURATION);

    /** An outcome cannot be written. */
    public static final ErrorCode OUTBOX_UNUSABLE = new ErrorCode(1922, ErrorCategory.RESOURCE);

    /** The inbox cannot be looked through. */
    public static final ErrorCode INBOX_UNREADABLE = new ErrorCode(1923, ErrorCategory.RESOURCE);

    /** The process ended while it worked on a document, at each attempt. */
    public static final ErrorCode PROCESS_ENDED = new ErrorCode(1924, ErrorCategory.INTERNAL);

    /** The folder of failed documents cannot be read. */
    public static final ErrorCode LETTERS_UNREADABLE = new ErrorCode(1925, ErrorCategory.RESOURCE);

    /** There is no such failed document, or it was replayed already. */
    public static final ErrorCode NO_SUCH_LETTER = new ErrorCode(1926, ErrorCategory.NOT_FOUND);

    /** Somebody replays the failed document at this moment. */
    public static final ErrorCode IN_REPLAY = new ErrorCode(1927, ErrorCategory.UNAVAILABLE);

    /** A failed document cannot be replayed, because its route does not run. */
    public static final ErrorCode NOT_RUNNING = new ErrorCode(1928, ErrorCategory.UNAVAILABLE);

    /** That an attempt begins cannot be noted on the disk; it does not begin, and is tried again. */
    public static final ErrorCode ATTEMPT_NOT_NOTED = new ErrorCode(1929, ErrorCategory.RESOURCE);

    private FileErrors() {}
}
