package org.serai.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure with a stable code. The message says what happened, to which thing, what the limit is and what the way out
 * is, and begins with the code.
 */
public class SeraiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public SeraiException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public SeraiException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(code + ": " + message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
