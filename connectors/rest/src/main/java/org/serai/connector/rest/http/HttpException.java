package org.serai.connector.rest.http;

import org.jspecify.annotations.Nullable;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** A failure with an HTTP status of its own, where that of its category is not the right one. */
public class HttpException extends SeraiException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String parameter;

    public HttpException(int status, ErrorCode code, String message) {
        this(status, code, message, null);
    }

    /** @param parameter the field or parameter of the request that is wrong */
    public HttpException(int status, ErrorCode code, String message, @Nullable String parameter) {
        super(code, message);
        this.status = status;
        this.parameter = parameter;
    }

    public int status() {
        return status;
    }

    public @Nullable String parameter() {
        return parameter;
    }
}
