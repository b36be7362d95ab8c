package org.serai.connector.rest.openai;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can go wrong with a request to the OpenAI API before it reaches an alias, and after. */
public final class OpenAiErrors {
    /** The body is JSON, but no object. */
    public static final ErrorCode NOT_AN_OBJECT = new ErrorCode(2350, ErrorCategory.INVALID);

    /** An argument is missing, has the wrong type or is out of its range. */
    public static final ErrorCode BAD_ARGUMENT = new ErrorCode(2351, ErrorCategory.INVALID);

    /** An argument of the OpenAI API that would not be honoured. */
    public static final ErrorCode NOT_HONOURED = new ErrorCode(2352, ErrorCategory.INVALID);

    /** An argument that neither the OpenAI API nor Serai knows. */
    public static final ErrorCode UNKNOWN_ARGUMENT = new ErrorCode(2353, ErrorCategory.INVALID);

    /** No model that makes embeddings is there. */
    public static final ErrorCode NO_EMBEDDINGS = new ErrorCode(2354, ErrorCategory.UNSUPPORTED);

    /** The time for the answer was over before it was complete. */
    public static final ErrorCode OUT_OF_TIME = new ErrorCode(2355, ErrorCategory.TIMEOUT);

    /** The server stopped the generation. */
    public static final ErrorCode STOPPED = new ErrorCode(2356, ErrorCategory.UNAVAILABLE);

    /** The client went away before the answer was complete. */
    public static final ErrorCode CLIENT_GONE = new ErrorCode(2357, ErrorCategory.CANCELLED);

    /** No alias has the name that was asked for. */
    public static final ErrorCode UNKNOWN_MODEL = new ErrorCode(2358, ErrorCategory.NOT_FOUND);

    private OpenAiErrors() {}
}
