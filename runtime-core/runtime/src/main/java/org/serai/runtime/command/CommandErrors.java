package org.serai.runtime.command;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can go wrong around commands. */
public final class CommandErrors {
    /** A command failed in a way that nobody foresaw. */
    public static final ErrorCode UNEXPECTED = new ErrorCode(1000, ErrorCategory.INTERNAL);

    /** The command speaks of a running instance, and none runs. */
    public static final ErrorCode NO_INSTANCE = new ErrorCode(1001, ErrorCategory.UNAVAILABLE);

    /** There is no such command. */
    public static final ErrorCode UNKNOWN_COMMAND = new ErrorCode(1002, ErrorCategory.NOT_FOUND);

    /** What came over the command socket is not the protocol. */
    public static final ErrorCode PROTOCOL = new ErrorCode(1003, ErrorCategory.INVALID);

    /** The command socket cannot be opened. */
    public static final ErrorCode SOCKET = new ErrorCode(1004, ErrorCategory.RESOURCE);

    /** The runtime was started without a framework property that it needs. */
    public static final ErrorCode MISSING_PROPERTY = new ErrorCode(1005, ErrorCategory.CONFIGURATION);

    /** The command was cancelled because its caller went away. */
    public static final ErrorCode CANCELLED = new ErrorCode(1006, ErrorCategory.CANCELLED);

    /** The instance cannot be stopped from within, because nothing that stops it is registered. */
    public static final ErrorCode NO_SHUTDOWN = new ErrorCode(1007, ErrorCategory.UNAVAILABLE);

    private CommandErrors() {}
}
