package org.serai.runtime.store.fetch;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can go wrong while a file is fetched. */
public final class FetchErrors {
    /** The text names no source that can be used. */
    public static final ErrorCode BAD_SOURCE = new ErrorCode(1404, ErrorCategory.INVALID);

    /** The server of a source cannot be reached. */
    public static final ErrorCode UNREACHABLE = new ErrorCode(1405, ErrorCategory.UNAVAILABLE);

    /** The server wants other credentials, or none would do. */
    public static final ErrorCode DENIED = new ErrorCode(1406, ErrorCategory.CONFIGURATION);

    /** The source does not exist. */
    public static final ErrorCode SOURCE_MISSING = new ErrorCode(1407, ErrorCategory.NOT_FOUND);

    /** The server asks for fewer requests. */
    public static final ErrorCode RATE_LIMITED = new ErrorCode(1408, ErrorCategory.OVERLOAD);

    /** The server fails or answers with something that is not understood. */
    public static final ErrorCode SERVER_FAILED = new ErrorCode(1409, ErrorCategory.UNAVAILABLE);

    /** The transfer broke off again and again. */
    public static final ErrorCode BROKEN_OFF = new ErrorCode(1410, ErrorCategory.UNAVAILABLE);

    /** A redirect leads to a place that is not allowed, or in circles. */
    public static final ErrorCode BAD_REDIRECT = new ErrorCode(1411, ErrorCategory.CONFIGURATION);

    /** The disk is too small. */
    public static final ErrorCode DISK_FULL = new ErrorCode(1412, ErrorCategory.RESOURCE);

    /** There is no pip on this machine. */
    public static final ErrorCode NO_PIP = new ErrorCode(1415, ErrorCategory.CONFIGURATION);

    /** Pip could not fetch a package. */
    public static final ErrorCode PIP_FAILED = new ErrorCode(1416, ErrorCategory.UNAVAILABLE);

    /** A wheel does not hold the file that the source names. */
    public static final ErrorCode BAD_WHEEL = new ErrorCode(1417, ErrorCategory.CORRUPT);

    /** The address of the model hub in the environment cannot be used. */
    public static final ErrorCode BAD_ENDPOINT = new ErrorCode(1424, ErrorCategory.CONFIGURATION);

    /** A file cannot get a second name in the store. */
    public static final ErrorCode CANNOT_LINK = new ErrorCode(1425, ErrorCategory.INVALID);

    /** The address of the web proxy in the environment cannot be used. */
    public static final ErrorCode BAD_PROXY = new ErrorCode(1426, ErrorCategory.CONFIGURATION);

    private FetchErrors() {}
}
