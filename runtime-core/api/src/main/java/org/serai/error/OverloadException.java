package org.serai.error;

import java.time.Duration;

/** Every place is taken. Says when another attempt is worth making. */
public final class OverloadException extends SeraiException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /** @param retryAfter when there will probably be room, from now; positive */
    public OverloadException(ErrorCode code, String message, Duration retryAfter) {
        super(code, message);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
