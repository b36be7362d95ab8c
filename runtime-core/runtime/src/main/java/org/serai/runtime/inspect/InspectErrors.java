package org.serai.runtime.inspect;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can go wrong in the commands that show what a model does. */
public final class InspectErrors {
    /** A line of the input is no JSON object. */
    public static final ErrorCode NOT_JSON = new ErrorCode(1450, ErrorCategory.INVALID);
    /** A line has a field that the command does not know. */
    public static final ErrorCode UNKNOWN_FIELD = new ErrorCode(1451, ErrorCategory.INVALID);
    /** A field is missing, is of the wrong type, or contradicts another. */
    public static final ErrorCode BAD_FIELD = new ErrorCode(1452, ErrorCategory.INVALID);
    /** The model has no chat template. */
    public static final ErrorCode NO_TEMPLATE = new ErrorCode(1453, ErrorCategory.NOT_FOUND);
    /** The template file cannot be read. */
    public static final ErrorCode TEMPLATE_FILE = new ErrorCode(1454, ErrorCategory.RESOURCE);
    /** The model's tokenizer cannot be built. */
    public static final ErrorCode NO_TOKENIZER = new ErrorCode(1455, ErrorCategory.UNSUPPORTED);
    /** No engine can run the model. */
    public static final ErrorCode NO_ENGINE = new ErrorCode(1456, ErrorCategory.UNSUPPORTED);
    /** The engine cannot rate given text. */
    public static final ErrorCode NO_SCORER = new ErrorCode(1457, ErrorCategory.UNSUPPORTED);

    private InspectErrors() {}
}
