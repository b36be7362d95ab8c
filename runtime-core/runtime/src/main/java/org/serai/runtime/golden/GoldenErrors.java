package org.serai.runtime.golden;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can go wrong with golden prompts. */
public final class GoldenErrors {
    /** The file of golden prompts cannot be read, or something in it is wrong. */
    public static final ErrorCode BAD_FILE = new ErrorCode(2660, ErrorCategory.CONFIGURATION);

    /** A model did not answer golden prompts as they expect. */
    public static final ErrorCode NOT_MET = new ErrorCode(2661, ErrorCategory.CONFIGURATION);

    private GoldenErrors() {}
}
