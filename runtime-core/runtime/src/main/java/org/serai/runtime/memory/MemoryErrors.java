package org.serai.runtime.memory;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can go wrong with memory for models. */
public final class MemoryErrors {
    /** A model does not fit into what is free of a budget. */
    public static final ErrorCode NO_ROOM = new ErrorCode(2670, ErrorCategory.RESOURCE);

    /** The configuration of the budgets is wrong. */
    public static final ErrorCode BAD_CONFIGURATION = new ErrorCode(2671, ErrorCategory.CONFIGURATION);

    private MemoryErrors() {}
}
