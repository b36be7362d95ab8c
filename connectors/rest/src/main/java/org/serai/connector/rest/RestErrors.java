package org.serai.connector.rest;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** The failures of the HTTP server, of authentication, and of routes and management over HTTP. */
public final class RestErrors {
    /** A value in the configuration makes no sense. */
    public static final ErrorCode BAD_CONFIGURATION = new ErrorCode(2300, ErrorCategory.CONFIGURATION);

    /** The address cannot be listened on. */
    public static final ErrorCode ADDRESS_UNUSABLE = new ErrorCode(2301, ErrorCategory.RESOURCE);

    /** The certificate or its key cannot be used. */
    public static final ErrorCode BAD_CERTIFICATE = new ErrorCode(2302, ErrorCategory.CONFIGURATION);

    /** The address is open to others, and there is no API key. */
    public static final ErrorCode OPEN_WITHOUT_KEYS = new ErrorCode(2303, ErrorCategory.CONFIGURATION);

    /** The file with the API keys cannot be read or written. */
    public static final ErrorCode KEYS_UNUSABLE = new ErrorCode(2304, ErrorCategory.CONFIGURATION);

    /** A key of this name exists. */
    public static final ErrorCode KEY_EXISTS = new ErrorCode(2305, ErrorCategory.INVALID);

    /** There is no key of this name. */
    public static final ErrorCode UNKNOWN_KEY = new ErrorCode(2306, ErrorCategory.NOT_FOUND);

    /** A key's name has characters that it must not have. */
    public static final ErrorCode BAD_KEY_NAME = new ErrorCode(2307, ErrorCategory.INVALID);

    /** The request has no API key, or a wrong one. */
    public static final ErrorCode NOT_AUTHENTICATED = new ErrorCode(2310, ErrorCategory.INVALID);

    /** The key's role does not allow the operation. */
    public static final ErrorCode NOT_ALLOWED = new ErrorCode(2311, ErrorCategory.INVALID);

    /** The Host header names somebody else. */
    public static final ErrorCode WRONG_HOST = new ErrorCode(2312, ErrorCategory.INVALID);

    /** A web page of another origin sent the request. */
    public static final ErrorCode WRONG_ORIGIN = new ErrorCode(2313, ErrorCategory.INVALID);

    /** There is nothing at the path. */
    public static final ErrorCode NOTHING_THERE = new ErrorCode(2314, ErrorCategory.NOT_FOUND);

    /** The path has no such method. */
    public static final ErrorCode WRONG_METHOD = new ErrorCode(2315, ErrorCategory.INVALID);

    /** The key, or everybody together, sent too many requests or used too many tokens. */
    public static final ErrorCode RATE_LIMIT = new ErrorCode(2316, ErrorCategory.OVERLOAD);

    /** The body is larger than the server takes. */
    public static final ErrorCode BODY_TOO_LARGE = new ErrorCode(2317, ErrorCategory.TOO_LONG);

    /** The body came too slowly. */
    public static final ErrorCode BODY_TOO_SLOW = new ErrorCode(2318, ErrorCategory.TIMEOUT);

    /** The body is not the JSON that it should be. */
    public static final ErrorCode NOT_JSON = new ErrorCode(2319, ErrorCategory.INVALID);

    /** The request took longer than any may. */
    public static final ErrorCode REQUEST_TOO_LONG = new ErrorCode(2320, ErrorCategory.TIMEOUT);

    /** The client went away. */
    public static final ErrorCode CLIENT_GONE = new ErrorCode(2321, ErrorCategory.CANCELLED);

    /** A defect of Serai. */
    public static final ErrorCode UNEXPECTED = new ErrorCode(2322, ErrorCategory.INTERNAL);

    /** A header of the request makes no sense. */
    public static final ErrorCode BAD_HEADER = new ErrorCode(2323, ErrorCategory.INVALID);

    /** An option of a {@code serai-rest:} endpoint makes no sense. */
    public static final ErrorCode BAD_OPTION = new ErrorCode(2330, ErrorCategory.CONFIGURATION);

    /** The component is used where there is no HTTP server. */
    public static final ErrorCode NO_SERVER = new ErrorCode(2331, ErrorCategory.UNAVAILABLE);

    /** Two routes want the same name. */
    public static final ErrorCode NAME_TAKEN = new ErrorCode(2332, ErrorCategory.CONFIGURATION);

    /** No route can be called by this name. */
    public static final ErrorCode UNKNOWN_ROUTE = new ErrorCode(2333, ErrorCategory.NOT_FOUND);

    /** The route stops. */
    public static final ErrorCode ROUTE_STOPS = new ErrorCode(2334, ErrorCategory.UNAVAILABLE);

    /** The route has as many calls as it takes. */
    public static final ErrorCode ROUTE_FULL = new ErrorCode(2335, ErrorCategory.OVERLOAD);

    /** The route failed with an error that has no code of its own. */
    public static final ErrorCode ROUTE_FAILED = new ErrorCode(2336, ErrorCategory.INTERNAL);

    /** The route ended with a body that cannot be sent. */
    public static final ErrorCode NO_RESULT = new ErrorCode(2337, ErrorCategory.CONFIGURATION);

    /** The body is no text, and its media type says that it is. */
    public static final ErrorCode NOT_TEXT = new ErrorCode(2338, ErrorCategory.INVALID);

    /** There is no such job (any more). */
    public static final ErrorCode UNKNOWN_JOB = new ErrorCode(2339, ErrorCategory.NOT_FOUND);

    /** A job is not done yet. */
    public static final ErrorCode JOB_NOT_DONE = new ErrorCode(2340, ErrorCategory.INVALID);

    /** There are as many jobs as can be. */
    public static final ErrorCode TOO_MANY_JOBS = new ErrorCode(2341, ErrorCategory.OVERLOAD);

    /** A command that management needs is not there. */
    public static final ErrorCode NO_COMMAND = new ErrorCode(2343, ErrorCategory.UNAVAILABLE);

    /** A management operation was called in a way that makes no sense. */
    public static final ErrorCode BAD_COMMAND = new ErrorCode(2344, ErrorCategory.INVALID);

    /** A management operation failed, and told no code. */
    public static final ErrorCode COMMAND_FAILED = new ErrorCode(2345, ErrorCategory.INTERNAL);

    private RestErrors() {}
}
