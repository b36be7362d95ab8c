package org.serai.runtime.health;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can go wrong with looking after the health of this instance. */
public final class HealthErrors {
    /** The configuration {@code org.serai.health} is wrong. */
    public static final ErrorCode BAD_CONFIGURATION = new ErrorCode(2400, ErrorCategory.CONFIGURATION);

    private HealthErrors() {}
}
