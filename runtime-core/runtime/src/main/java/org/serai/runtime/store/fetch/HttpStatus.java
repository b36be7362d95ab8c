package org.serai.runtime.store.fetch;

/** Status codes that the JDK has no names for. */
public final class HttpStatus {
    static final int TEMPORARY_REDIRECT = 307;
    static final int PERMANENT_REDIRECT = 308;
    static final int RANGE_NOT_SATISFIABLE = 416;
    static final int TOO_MANY_REQUESTS = 429;

    private HttpStatus() {}
}
