package org.serai.runtime.status;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What only the status tells. */
public final class StatusErrors {
    /** A configuration file cannot be read, or not as text, so that nothing of it takes effect. */
    public static final ErrorCode UNREADABLE_FILE = new ErrorCode(1008, ErrorCategory.RESOURCE);

    private StatusErrors() {}
}
