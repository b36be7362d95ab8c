package org.serai.runtime.store;

import java.io.IOException;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.runtime.store.fetch.FetchErrors;

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
    /** The licence of the model was not accepted. */
    public static final ErrorCode LICENCE = new ErrorCode(1413, ErrorCategory.INVALID);
    /** The store has another model under that name. */
    public static final ErrorCode NAME_TAKEN = new ErrorCode(1414, ErrorCategory.INVALID);
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

    private StoreErrors() {}

    /** The error for a file operation that failed. */
    static SeraiException io(String what, IOException cause) {
        boolean full = String.valueOf(cause.getMessage()).contains("No space left on device");
        return new SeraiException(
                full ? FetchErrors.DISK_FULL : FOLDER,
                what + " failed: "
                        + (full
                                ? "the disk is full; free some space and try again"
                                : cause + "; check the folder, its permissions and the disk"),
                cause);
    }
}
