package org.serai.engine.openai.error;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can go wrong with a server. */
public final class RemoteErrors {
    /** The configuration of a server is wrong. */
    public static final ErrorCode BAD_CONFIGURATION = new ErrorCode(2600, ErrorCategory.CONFIGURATION);

    /** The server cannot be reached, broke the connection off, or says that it cannot work. */
    public static final ErrorCode UNAVAILABLE = new ErrorCode(2601, ErrorCategory.UNAVAILABLE);

    /** The server failed too often lately, and is left alone for a while. */
    public static final ErrorCode HELD_OFF = new ErrorCode(2602, ErrorCategory.UNAVAILABLE);

    /** The server answered something that is not the protocol. */
    public static final ErrorCode BAD_ANSWER = new ErrorCode(2603, ErrorCategory.UNAVAILABLE);

    /** The server ended an answer before it was complete. */
    public static final ErrorCode HALF_ANSWER = new ErrorCode(2604, ErrorCategory.UNAVAILABLE);

    /** The server has no place for the request. */
    public static final ErrorCode OVERLOADED = new ErrorCode(2605, ErrorCategory.OVERLOAD);

    /** The server was too slow. */
    public static final ErrorCode TIMED_OUT = new ErrorCode(2606, ErrorCategory.TIMEOUT);

    /** The prompt does not fit the context of the model. */
    public static final ErrorCode PROMPT_TOO_LONG = new ErrorCode(2607, ErrorCategory.TOO_LONG);

    /** The server refused the request as wrong. */
    public static final ErrorCode REFUSED = new ErrorCode(2608, ErrorCategory.INVALID);

    /** The server refused the key, or wants one. */
    public static final ErrorCode KEY_REFUSED = new ErrorCode(2609, ErrorCategory.CONFIGURATION);

    /** The server has no such model, or no such path. */
    public static final ErrorCode NO_SUCH_MODEL = new ErrorCode(2610, ErrorCategory.NOT_FOUND);

    /** The server wants to send the request elsewhere. */
    public static final ErrorCode REDIRECTED = new ErrorCode(2611, ErrorCategory.CONFIGURATION);

    /** The server, as it is configured, cannot do what the request asks. */
    public static final ErrorCode UNSUPPORTED = new ErrorCode(2612, ErrorCategory.UNSUPPORTED);

    /** The request must not leave this machine. */
    public static final ErrorCode LOCAL_ONLY = new ErrorCode(2613, ErrorCategory.UNSUPPORTED);

    /** A parameter of the request is wrong. */
    public static final ErrorCode BAD_PARAMETER = new ErrorCode(2614, ErrorCategory.INVALID);

    /** The deadline had passed when the request came. */
    public static final ErrorCode DEADLINE_PASSED = new ErrorCode(2615, ErrorCategory.TIMEOUT);

    /** The session was closed. */
    public static final ErrorCode CLOSED = new ErrorCode(2616, ErrorCategory.UNAVAILABLE);

    /** A filter of the server cut the answer off. */
    public static final ErrorCode FILTERED = new ErrorCode(2617, ErrorCategory.TRUNCATED);

    /** Nobody says how many tokens the context of the model holds, or the server says that it holds fewer. */
    public static final ErrorCode CONTEXT_UNKNOWN = new ErrorCode(2618, ErrorCategory.CONFIGURATION);

    private RemoteErrors() {}
}
