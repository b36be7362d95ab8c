package org.serai.launcher;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can go wrong before, around and after the framework. */
public final class LauncherErrors {
    /** Java is too old. Told by the scripts and by {@link Main}, which run where this class cannot be loaded. */
    public static final ErrorCode JAVA_TOO_OLD = new ErrorCode(2000, ErrorCategory.CONFIGURATION);
    /** A folder or file of the home cannot be made, read or written. */
    public static final ErrorCode HOME_UNUSABLE = new ErrorCode(2001, ErrorCategory.RESOURCE);
    /** Another process runs in the same home. */
    public static final ErrorCode ALREADY_RUNNING = new ErrorCode(2002, ErrorCategory.CONFIGURATION);
    /** A part of the unpacked distribution is missing or broken. */
    public static final ErrorCode INSTALLATION_DAMAGED = new ErrorCode(2003, ErrorCategory.CORRUPT);
    /** An instance runs, but does not answer. */
    public static final ErrorCode INSTANCE_UNREACHABLE = new ErrorCode(2004, ErrorCategory.UNAVAILABLE);
    /** The instance ended before it was ready. */
    public static final ErrorCode START_FAILED = new ErrorCode(2005, ErrorCategory.UNAVAILABLE);
    /** The instance was not ready, or not gone, within the time that the user gave. */
    public static final ErrorCode TOO_SLOW = new ErrorCode(2006, ErrorCategory.TIMEOUT);
    /** No bundle offers the commands. */
    public static final ErrorCode COMMANDS_MISSING = new ErrorCode(2007, ErrorCategory.UNAVAILABLE);
    /** The words after {@code serai} make no sense. */
    public static final ErrorCode USAGE = new ErrorCode(2008, ErrorCategory.INVALID);
    /** The demo cannot be set up. */
    public static final ErrorCode DEMO = new ErrorCode(2009, ErrorCategory.CONFIGURATION);

    private LauncherErrors() {}
}
