package org.serai.runtime.alias;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can go wrong when the model behind an alias is exchanged. */
public final class SwapErrors {
    /** Another exchange of the same alias is under way. */
    public static final ErrorCode UNDER_WAY = new ErrorCode(2650, ErrorCategory.UNAVAILABLE);

    /** The alias was changed by others while it was exchanged. */
    public static final ErrorCode SUPERSEDED = new ErrorCode(2651, ErrorCategory.CANCELLED);

    /** The alias stays with what it had; the message says why. */
    public static final ErrorCode FAILED = new ErrorCode(2652, ErrorCategory.CONFIGURATION);

    /** There is no earlier version to return to. */
    public static final ErrorCode NO_EARLIER_VERSION = new ErrorCode(2653, ErrorCategory.NOT_FOUND);

    /** The configuration of the alias does not come from a file that could be changed. */
    public static final ErrorCode NO_FILE = new ErrorCode(2654, ErrorCategory.UNSUPPORTED);

    /** The file of the alias cannot be read or written. */
    public static final ErrorCode FILE = new ErrorCode(2655, ErrorCategory.RESOURCE);

    /** The work of the old session was not finished in the time that it has for that. */
    public static final ErrorCode DRAIN_TIMEOUT = new ErrorCode(2656, ErrorCategory.TIMEOUT);

    /** An exchange needs a comparison in the shadow that is not there, or not good enough. */
    public static final ErrorCode SHADOW_MISSING = new ErrorCode(2657, ErrorCategory.CONFIGURATION);

    /** An exchange names nothing to change, or a value that no file can hold. */
    public static final ErrorCode BAD_ORDER = new ErrorCode(2658, ErrorCategory.INVALID);

    private SwapErrors() {}
}
