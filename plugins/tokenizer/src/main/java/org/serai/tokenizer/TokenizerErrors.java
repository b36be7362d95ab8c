package org.serai.tokenizer;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** The ways in which tokenizers fail. */
public final class TokenizerErrors {
    /** The model names a kind of tokenizer, or an option of one, that is not known here. */
    public static final ErrorCode UNSUPPORTED_TOKENIZER = new ErrorCode(1200, ErrorCategory.UNSUPPORTED);

    /** The metadata lacks a key without which there is no tokenizer. */
    public static final ErrorCode INCOMPLETE_METADATA = new ErrorCode(1201, ErrorCategory.CORRUPT);

    /** The metadata contradicts itself. */
    public static final ErrorCode INCONSISTENT_METADATA = new ErrorCode(1202, ErrorCategory.CORRUPT);

    /** The text is no valid Unicode, or is made to exhaust the machine. */
    public static final ErrorCode INVALID_TEXT = new ErrorCode(1203, ErrorCategory.INVALID);

    /** A token id is not in the vocabulary. */
    public static final ErrorCode UNKNOWN_TOKEN_ID = new ErrorCode(1204, ErrorCategory.INVALID);

    private TokenizerErrors() {}
}
