package org.serai.runtime.alias;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can go wrong between a request and the model behind an alias. */
public final class AliasErrors {
    /** No alias has this name. */
    public static final ErrorCode UNKNOWN_ALIAS = new ErrorCode(1700, ErrorCategory.NOT_FOUND);

    /** The alias has no loaded model. */
    public static final ErrorCode NOT_LOADED = new ErrorCode(1701, ErrorCategory.UNAVAILABLE);

    /** Every place in the queue of the alias is taken. */
    public static final ErrorCode QUEUE_FULL = new ErrorCode(1702, ErrorCategory.OVERLOAD);

    /** The configuration of the alias is wrong. */
    public static final ErrorCode BAD_CONFIGURATION = new ErrorCode(1703, ErrorCategory.CONFIGURATION);

    /** The deadline of a request passed before the work on it began. */
    public static final ErrorCode DEADLINE_PASSED = new ErrorCode(1704, ErrorCategory.TIMEOUT);

    /** The engine that worked on a request went away, and the work could not be done again. */
    public static final ErrorCode ENGINE_LOST = new ErrorCode(1705, ErrorCategory.UNAVAILABLE);

    /** The alias was removed, or the runtime stops, while the request waited. */
    public static final ErrorCode GONE = new ErrorCode(1706, ErrorCategory.UNAVAILABLE);

    /** No engine that is there runs the model. */
    public static final ErrorCode NO_ENGINE = new ErrorCode(1707, ErrorCategory.UNSUPPORTED);

    /** Loading the model failed in a way that nobody foresaw. */
    public static final ErrorCode LOAD_FAILED = new ErrorCode(1708, ErrorCategory.INTERNAL);

    /** The request must stay on this machine, and the alias has nothing but servers. */
    public static final ErrorCode LOCAL_ONLY = new ErrorCode(1709, ErrorCategory.UNSUPPORTED);

    private AliasErrors() {}
}
