package org.serai.camel.component;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** The failures of the {@code serai:} component. */
public final class SeraiComponentErrors {
    /** No alias service is there to take the request. */
    public static final ErrorCode NO_ALIAS_SERVICE = new ErrorCode(1850, ErrorCategory.UNAVAILABLE);

    /** An option of the endpoint has a value that makes no sense. */
    public static final ErrorCode INVALID_OPTION = new ErrorCode(1851, ErrorCategory.CONFIGURATION);

    /** The file of a prompt cannot be read. */
    public static final ErrorCode PROMPT_UNREADABLE = new ErrorCode(1852, ErrorCategory.CONFIGURATION);

    /** There is nothing to answer: the prompt is empty. */
    public static final ErrorCode EMPTY_PROMPT = new ErrorCode(1853, ErrorCategory.INVALID);

    /** The body is not text. */
    public static final ErrorCode BODY_NOT_TEXT = new ErrorCode(1854, ErrorCategory.INVALID);

    /** A header that the endpoint allows has a value that makes no sense. */
    public static final ErrorCode INVALID_HEADER = new ErrorCode(1855, ErrorCategory.INVALID);

    /** The answer was not complete when its time was over. */
    public static final ErrorCode DEADLINE = new ErrorCode(1856, ErrorCategory.TIMEOUT);

    /** The generation was cancelled. */
    public static final ErrorCode CANCELLED = new ErrorCode(1857, ErrorCategory.CANCELLED);

    /** The limit of tokens cut the answer off, and the endpoint says that this is a failure. */
    public static final ErrorCode TRUNCATED = new ErrorCode(1858, ErrorCategory.TRUNCATED);

    /** The engine failed in a way that has no code of its own. */
    public static final ErrorCode ENGINE_FAILED = new ErrorCode(1859, ErrorCategory.INTERNAL);

    /** The model only repeated itself, so that its answer was stopped. */
    public static final ErrorCode LOOP = new ErrorCode(1860, ErrorCategory.TRUNCATED);

    private SeraiComponentErrors() {}
}
