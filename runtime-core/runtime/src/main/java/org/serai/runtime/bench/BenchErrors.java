package org.serai.runtime.bench;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can go wrong in {@code serai bench}. */
public final class BenchErrors {
    /** The model's context is too short for the work. */
    public static final ErrorCode CONTEXT = new ErrorCode(1460, ErrorCategory.INVALID);
    /** The engine takes no token ids. */
    public static final ErrorCode NO_TOKENS = new ErrorCode(1461, ErrorCategory.UNSUPPORTED);
    /** A program of the peer is not there. */
    public static final ErrorCode NO_PEER = new ErrorCode(1462, ErrorCategory.NOT_FOUND);
    /** A program of the peer failed. */
    public static final ErrorCode PEER_FAILED = new ErrorCode(1463, ErrorCategory.UNAVAILABLE);
    /** There is nothing to measure. */
    public static final ErrorCode NO_WORK = new ErrorCode(1464, ErrorCategory.INVALID);

    private BenchErrors() {}
}
