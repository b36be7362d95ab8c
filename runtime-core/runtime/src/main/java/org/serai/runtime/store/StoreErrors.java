package org.serai.runtime.store;

import java.io.IOException;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** What can go wrong in the model store. */
public final class StoreErrors {
    /** There is no model of that name and no file at that path. */
    public static final ErrorCode UNKNOWN_MODEL = new ErrorCode(1400, ErrorCategory.NOT_FOUND);
    /** A name that a model cannot have. */
    public static final ErrorCode BAD_NAME = new ErrorCode(1401, ErrorCategory.INVALID);
    /** The file of a model is not the one that was recorded. */
    public static final ErrorCode CHANGED = new ErrorCode(1402, ErrorCategory.CORRUPT);
    /** What was fetched is not what was announced. */
    public static final ErrorCode WRONG_DIGEST = new ErrorCode(1403, ErrorCategory.CORRUPT);
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
    /** The licence of the model was not accepted. */
    public static final ErrorCode LICENCE = new ErrorCode(1413, ErrorCategory.INVALID);
    /** The store has another model under that name. */
    public static final ErrorCode NAME_TAKEN = new ErrorCode(1414, ErrorCategory.INVALID);
    /** There is no pip on this machine. */
    public static final ErrorCode NO_PIP = new ErrorCode(1415, ErrorCategory.CONFIGURATION);
    /** Pip could not fetch a package. */
    public static final ErrorCode PIP_FAILED = new ErrorCode(1416, ErrorCategory.UNAVAILABLE);
    /** A wheel does not hold the file that the source names. */
    public static final ErrorCode BAD_WHEEL = new ErrorCode(1417, ErrorCategory.CORRUPT);
    /** None of the sources of a model could be used. */
    public static final ErrorCode ALL_SOURCES_FAILED = new ErrorCode(1418, ErrorCategory.UNAVAILABLE);
    /** An alias uses the model. */
    public static final ErrorCode IN_USE = new ErrorCode(1419, ErrorCategory.INVALID);
    /** The record beside a model cannot be understood. */
    public static final ErrorCode BAD_RECORD = new ErrorCode(1420, ErrorCategory.CORRUPT);
    /** The store's folder cannot be read or written. */
    public static final ErrorCode FOLDER = new ErrorCode(1421, ErrorCategory.RESOURCE);
    /** No installed format reads the file. */
    public static final ErrorCode NO_FORMAT = new ErrorCode(1422, ErrorCategory.UNSUPPORTED);
    /** The catalogue of the user cannot be understood. */
    public static final ErrorCode BAD_CATALOGUE = new ErrorCode(1423, ErrorCategory.CONFIGURATION);
    /** The address of the model hub in the environment cannot be used. */
    public static final ErrorCode BAD_ENDPOINT = new ErrorCode(1424, ErrorCategory.CONFIGURATION);

    private StoreErrors() {}

    /** The error for a file operation that failed. */
    static SeraiException io(String what, IOException cause) {
        boolean full = String.valueOf(cause.getMessage()).contains("No space left on device");
        return new SeraiException(
                full ? DISK_FULL : FOLDER,
                what + " failed: "
                        + (full
                                ? "the disk is full; free some space and try again"
                                : cause + "; check the folder, its permissions and the disk"),
                cause);
    }
}
