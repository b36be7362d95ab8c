package org.serai.chat.template;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** The errors of chat templates. */
public final class ChatTemplateErrors {
    /** The source is no template. */
    public static final ErrorCode SYNTAX = new ErrorCode(1300, ErrorCategory.CORRUPT);
    /** The template uses a part of Jinja that the interpreter does not have. */
    public static final ErrorCode UNSUPPORTED = new ErrorCode(1301, ErrorCategory.UNSUPPORTED);
    /** The template refused the conversation by {@code raise_exception}. */
    public static final ErrorCode RAISED = new ErrorCode(1302, ErrorCategory.INVALID);
    /** The template failed on the conversation. */
    public static final ErrorCode FAILED = new ErrorCode(1303, ErrorCategory.INVALID);
    /** The template exceeded a limit of steps, text or depth. */
    public static final ErrorCode LIMIT = new ErrorCode(1304, ErrorCategory.INVALID);
    /** A variable is not JSON-like. */
    public static final ErrorCode VARIABLE = new ErrorCode(1305, ErrorCategory.INVALID);

    private ChatTemplateErrors() {}
}
