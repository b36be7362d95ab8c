package org.serai.camel.routes;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can be wrong with route files. */
public final class RouteErrors {
    /** The file cannot be read. */
    public static final ErrorCode UNREADABLE = new ErrorCode(1800, ErrorCategory.RESOURCE);

    /** The file is empty, or only half written. */
    public static final ErrorCode EMPTY = new ErrorCode(1801, ErrorCategory.CONFIGURATION);

    /** The file is not YAML or XML, or not of a route. */
    public static final ErrorCode SYNTAX = new ErrorCode(1802, ErrorCategory.CONFIGURATION);

    /** No bundle offers the component. */
    public static final ErrorCode UNKNOWN_COMPONENT = new ErrorCode(1803, ErrorCategory.NOT_FOUND);

    /** The component has no such option. */
    public static final ErrorCode UNKNOWN_OPTION = new ErrorCode(1804, ErrorCategory.CONFIGURATION);

    /** The endpoint cannot be made of its options. */
    public static final ErrorCode INVALID_ENDPOINT = new ErrorCode(1805, ErrorCategory.CONFIGURATION);

    /** No configuration makes the alias. */
    public static final ErrorCode UNKNOWN_ALIAS = new ErrorCode(1806, ErrorCategory.NOT_FOUND);

    /** The alias is configured, and its model not there yet. */
    public static final ErrorCode ALIAS_NOT_READY = new ErrorCode(1807, ErrorCategory.UNAVAILABLE);

    /** A route or bean of this id is there already. */
    public static final ErrorCode DUPLICATE_ID = new ErrorCode(1808, ErrorCategory.CONFIGURATION);

    /** Something else in the file makes no sense. */
    public static final ErrorCode INVALID = new ErrorCode(1809, ErrorCategory.CONFIGURATION);

    /** The file is right, but its routes did not start. */
    public static final ErrorCode START_FAILED = new ErrorCode(1810, ErrorCategory.RESOURCE);

    /** A bundle whose parts the routes use is gone. */
    public static final ErrorCode BUNDLE_GONE = new ErrorCode(1811, ErrorCategory.UNAVAILABLE);

    /** There is no route or route file of this name. */
    public static final ErrorCode UNKNOWN_ROUTE = new ErrorCode(1812, ErrorCategory.NOT_FOUND);

    /** The command speaks of a running instance, and there is none. */
    public static final ErrorCode NO_INSTANCE = new ErrorCode(1813, ErrorCategory.UNAVAILABLE);

    /** A step of a running route failed with an exception that has no code of its own. */
    public static final ErrorCode STEP_FAILED = new ErrorCode(1814, ErrorCategory.INTERNAL);

    private RouteErrors() {}
}
